# Part of the runner: whether this host can keep the promise, asked before anything is sent. Touches nothing.

bo_inspect() {
  bo_require setsid flock mkfifo dd mktemp sync
  [ -d "${HOME-}" ] || bo_refuse unsuitable "HOME is no directory" "give the user a home directory"
  bo_nearest=$HOME
  for bo_each in "$bo_home" "$bo_at" "$bo_home/locks" "$bo_home/fences"; do
    [ -e "$bo_each" ] || [ -h "$bo_each" ] || continue
    [ -d "$bo_each" ] && [ ! -h "$bo_each" ] && [ -O "$bo_each" ] && [ -w "$bo_each" ] ||
      bo_refuse unsuitable "$bo_each is not a writable directory of this user" "remove it or give it to the user"
    bo_nearest=$bo_each
  done
  [ -w "$bo_nearest" ] || bo_refuse unsuitable "$bo_nearest cannot be written" "make the home directory writable"
  bo_inspect_space
  bo_inspect_logout
  bo_say done
}

# A step may print bo_cap bytes; 4 MB more are for all the rest.
bo_inspect_space() {
  bo_free=$(df -Pk "$HOME" 2>/dev/null | {
    read -r bo_rest
    read -r bo_rest bo_rest bo_rest bo_left bo_rest && printf '%s' "$bo_left"
  })
  case $bo_free in '' | *[!0-9]*) return ;; esac
  [ "$bo_free" -ge $((bo_cap / 1024 + 4096)) ] ||
    bo_refuse unsuitable "the disk of $HOME has only $bo_free kB left" "free space"
}

# systemd-logind may end everything that a login began when the login ends, whatever session it made itself.
bo_inspect_logout() {
  bo_is_in_session || return 0
  bo_kill=no bo_only= bo_exclude=root
  while read -r bo_name bo_value; do
    case $bo_name in
      KillUserProcesses) bo_kill=$bo_value ;;
      KillOnlyUsers) bo_only=$bo_value ;;
      KillExcludeUsers) bo_exclude=$bo_value ;;
    esac
  done <<BO_END
$(bo_logind | sed -n 's/^#*[[:blank:]]*\(Kill[A-Za-z]*\)[[:blank:]]*=[[:blank:]]*/\1 /p')
BO_END
  bo_me=$(id -un 2>/dev/null)
  case $bo_kill in yes | true | 1 | on) ;; *) return 0 ;; esac
  case " $bo_exclude " in *" $bo_me "*) return 0 ;; esac
  case " $bo_only " in *" $bo_me "* | '  ') ;; *) return 0 ;; esac
  bo_refuse unsuitable "systemd-logind ends all processes of $bo_me at logout (KillUserProcesses=yes)" \
    "set KillExcludeUsers=root $bo_me in /etc/systemd/logind.conf and restart systemd-logind"
}

bo_is_in_session() {
  [ -z "${XDG_SESSION_ID-}" ] || return 0
  [ -r /proc/self/cgroup ] || return 1
  while read -r bo_value; do
    case $bo_value in */session-*.scope*) return 0 ;; esac
  done </proc/self/cgroup
  return 1
}

# What is in force as logind says it, else as its files do: later ones count more, and a comment names the default.
bo_logind() {
  loginctl show-session -p KillUserProcesses -p KillOnlyUsers -p KillExcludeUsers 2>/dev/null && return
  bo_conf=systemd/logind.conf
  cat "/usr/lib/$bo_conf" "/etc/$bo_conf" "/usr/lib/$bo_conf.d"/*.conf "/run/$bo_conf.d"/*.conf "/etc/$bo_conf.d"/*.conf 2>/dev/null
}
