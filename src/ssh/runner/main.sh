# The runner, first of four parts that travel as one (see upload.ts): main, attach, control, supervise.
# It is what Backout sends to a host's `sh` to run a step once, to attach to it, to ask about it or to stop it.
#
# It arrives on standard input inside one { } group and is read whole before it runs (see upload.ts), so a truncated
# upload is a syntax error and runs nothing. It must pass under dash, busybox sh and bash --posix. Values come as bo_* variables:
#   bo_mode      ensure | ask | cancel | observe | supervise
#   bo_nonce     random per upload; marks the runner's own lines in a stream that otherwise carries the step's output
#   bo_token     names the step for ever          bo_offset    bytes of output the client has already
#   bo_digest    of the script and its values     bo_deadline  seconds; bo_grace: seconds between TERM and KILL
#   bo_tick      seconds between two looks for output, empty when silence is no matter; bo_looks: how many may find none
#   bo_cap       bytes of output kept             bo_sealed    `yes` when the script wants secrets
#   bo_order     text that defines bo_script, bo_export and bo_secrets      bo_program  the runner itself
#
# A step's directory $HOME/.backout/steps/<token>/ holds:
#   lock    flocked by the supervisor for as long as it lives: liveness is the lock, never a pid
#   claim/  made by the supervisor with mkdir, under the lock, before anything runs: who made it runs the step
#   result  written last, by rename: `<end> <code> <ms> <bytes dropped>`. Without it nobody knows the end.
#
# Answers are one line each, `<nonce> <word> ...`; the step's output stands between `begin` and the last one.

bo_main() {
  bo_umask=${bo_umask:-$(umask)}
  umask 077
  PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  LC_ALL=C
  export PATH LC_ALL
  bo_dir=${HOME-}/.backout/steps/$bo_token
  case $bo_mode in
    supervise) bo_supervise ;;
    *) bo_serve ;;
  esac
  exit 0
}

# The part that talks to the client, and ends when the client does.
bo_serve() {
  exec 4<&0
  bo_helpers= bo_asked= bo_disturbed=
  trap bo_leave TERM
  # The client keeps its end open while it listens; end of file means that it is gone.
  (read -r bo_gone <&4; while kill -TERM $$; do sleep 1; done) >/dev/null 2>&1 &
  bo_watcher=$!
  "bo_$bo_mode"
  # The clock may have missed its first TERM (see bo_follow).
  kill "$bo_watcher" ${bo_clock-} 2>/dev/null
}

bo_leave() {
  for bo_helper in $bo_helpers; do kill "$bo_helper" 2>/dev/null; done
  [ "$bo_mode" = observe ] && bo_asked=cancelled && bo_disturbed=1 && return
  exit 0
}

bo_say() { printf '%s %s\n' "$bo_nonce" "$*"; }

# bo_refuse <word> <reason> <what to do about it>: nothing was touched.
bo_refuse() {
  bo_say refused "$1" "$2|$3"
  kill "$bo_watcher" 2>/dev/null
  exit 0
}

bo_require() {
  bo_lack=
  for bo_tool in "$@"; do
    command -v "$bo_tool" >/dev/null 2>&1 || bo_lack="$bo_lack${bo_lack:+, }$bo_tool"
  done
  [ -z "$bo_lack" ] || bo_refuse unsuitable "$bo_lack is missing" "install util-linux or busybox"
  # An external printf would show values in the list of processes. (And a $(...) here would cost each step a fork.)
  bo_path=$PATH PATH=/nonexistent
  printf '' 2>/dev/null || {
    PATH=$bo_path
    bo_refuse unsuitable "printf is no builtin of this host's sh" "make sh dash, bash or busybox"
  }
  PATH=$bo_path
  bo_memory=
  [ -z "$bo_sealed" ] || bo_find_memory
}

# Secrets never reach a disk: their files live in memory or nowhere.
bo_find_memory() {
  if [ -n "${BACKOUT_SECRETS_DIR:-}" ]; then
    mkdir -p "$BACKOUT_SECRETS_DIR" 2>/dev/null && bo_memory=$BACKOUT_SECRETS_DIR && return
  fi
  for bo_candidate in "${XDG_RUNTIME_DIR:-}" /dev/shm; do
    [ -d "$bo_candidate" ] && [ -w "$bo_candidate" ] || continue
    [ "$(stat -f -c %T "$bo_candidate" 2>/dev/null)" = tmpfs ] && bo_memory=$bo_candidate && return
  done
  bo_refuse unsuitable "no directory in memory for secrets" "mount a tmpfs on /dev/shm or set BACKOUT_SECRETS_DIR"
}

bo_open_state() {
  [ -d "${HOME-}" ] || bo_refuse unsuitable "HOME is no directory" "give the user a home directory"
  for bo_each in "$HOME/.backout" "$HOME/.backout/steps" "$bo_dir"; do
    [ -d "$bo_each" ] || mkdir "$bo_each" 2>/dev/null || [ -d "$bo_each" ] ||
      bo_refuse unsuitable "$bo_each cannot be made" "make the home directory writable and free space"
    [ ! -h "$bo_each" ] && [ -O "$bo_each" ] && [ -w "$bo_each" ] ||
      bo_refuse unsuitable "$bo_each is not a writable directory of this user" "remove it or give it to the user"
  done
}
