# Third part of the runner: ask about a step, stop it, and clear old ones away.

bo_ask() {
  if [ ! -d "$bo_dir/claim" ]; then
    bo_say absent
    return
  fi
  bo_require flock
  bo_compare
  if [ ! -s "$bo_dir/result" ] && bo_is_running; then
    bo_say running
    return
  fi
  bo_skip
  bo_say begin
  cat <&3
  bo_judge
}

# The boot is asked first: after a restart the lock would be free as well, but for another reason.
bo_is_running() {
  bo_boot=
  [ ! -s "$bo_dir/claim/facts" ] || read -r bo_known bo_boot bo_rest <"$bo_dir/claim/facts"
  bo_boot_id
  [ -n "$bo_boot" ] && [ "$bo_boot" != "$bo_id" ] && return 1
  bo_is_alive
}

# Where a step was never started, claims its token so that none ever will.
bo_forbid() {
  bo_require flock
  bo_open_state
  exec 9>>"$bo_dir/lock"
  bo_tries=0
  while [ ! -d "$bo_dir/claim" ] && [ "$bo_tries" -lt 100 ]; do
    if flock -n 9 && mkdir "$bo_dir/claim" 2>/dev/null; then
      bo_write_result void - 0 0
      : >>"$bo_dir/out"
    else
      # A supervisor holds the lock and is about to claim.
      sleep 0.05
      bo_tries=$((bo_tries + 1))
    fi
  done
  exec 9>&-
  [ -d "$bo_dir/claim" ] || bo_refuse unsuitable "$bo_dir cannot be claimed" "free space"
  [ "$bo_mode" != forbid ] || bo_say done
}

# Stops a step, and sees to it that it never starts.
bo_cancel() {
  bo_forbid
  if [ ! -s "$bo_dir/result" ]; then
    { :; } 2>/dev/null >"$bo_dir/cancel" || bo_refuse unsuitable "$bo_dir cannot be written" "free space"
    bo_signal_supervisor
    [ -s "$bo_dir/result" ] || bo_stop_orphan
  fi
  bo_judge
}

bo_signal_supervisor() {
  bo_tries=0
  while [ ! -s "$bo_dir/claim/facts" ] && [ "$bo_tries" -lt 100 ] && bo_is_alive; do
    sleep 0.05
    bo_tries=$((bo_tries + 1))
  done
  bo_pid=
  [ ! -s "$bo_dir/claim/facts" ] || read -r bo_known bo_boot bo_pid <"$bo_dir/claim/facts"
  # While the lock is held its holder lives, so the pid is still its own. Again, in case it came just before a wait.
  while [ -n "$bo_pid" ] && bo_is_running; do
    kill -TERM "$bo_pid" 2>/dev/null
    bo_tries=0
    while [ "$bo_tries" -lt 20 ] && bo_is_alive; do
      sleep 0.05
      bo_tries=$((bo_tries + 1))
    done
  done
}

# A killed supervisor leaves its step running. Whose process it is, its own command line tells, even if pids were reused.
bo_stop_orphan() {
  bo_child=
  [ ! -s "$bo_dir/group" ] || read -r bo_child <"$bo_dir/group"
  [ -n "$bo_child" ] && [ -r "/proc/$bo_child/cmdline" ] || return 0
  case $(tr '\000' ' ' <"/proc/$bo_child/cmdline") in *" $bo_dir/script "*) ;; *) return 0 ;; esac
  exec 9>>"$bo_dir/lock"
  flock -n 9 || return 0
  kill -TERM -"$bo_child" 2>/dev/null
  bo_stop_rest
  bo_write_result cancelled - 0 0
  exec 9>&-
  bo_forget_secrets
}

# Once a day, removes directories whose result is older than 14 days; one without a result is evidence and stays.
bo_clean() {
  exec >/dev/null 2>&1 3<&- 4<&-
  [ -z "$(find "$HOME/.backout/cleaned" -mtime -1)" ] || return 0
  : >"$HOME/.backout/cleaned"
  chmod 700 "$HOME/.backout"
  rm -rf "$HOME"/.backout/removing.*
  find "$HOME/.backout/steps" -mindepth 2 -maxdepth 2 -name result -size +0 -mtime +13 |
    while read -r bo_old; do
      bo_old=${bo_old%/result}
      [ -s "$bo_old/result" ] && mv "$bo_old" "$HOME/.backout/removing.$$" && rm -rf "$HOME/.backout/removing.$$"
    done
}
