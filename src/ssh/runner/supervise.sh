# Part of the runner: what outlives every connection. Runs a segment's steps one after the other, each claimed just
# before it begins, and goes on only when the step before ended with exit code 0
# or was not needed.

bo_supervise() {
  bo_asked= bo_disturbed= bo_before= bo_clock= bo_ready=0
  bo_me=${bo_own##*/lock.}
  bo_room=$bo_at/${bo_own%/*}/by.$bo_me
  trap : HUP INT PIPE
  # TERM alone may be the host shutting down; only a cancel leaves its mark first.
  trap 'bo_disturbed=1; [ ! -e "$bo_dir/cancel" ] || bo_asked=cancelled' TERM
  exec 9>>"$bo_at/$bo_own"
  # Each of these starts programs, so they go side by side; nothing is claimed before all of them are done.
  flock -n 9 &
  bo_locking=$!
  bo_boot_id
  bo_marked=1
  (bo_mark) &
  bo_syncing=$!
  bo_get_ahead "$bo_n"
  bo_await "$bo_locking" || exit 0
  while command -v "bo_load_$bo_n" >/dev/null; do
    "bo_load_$bo_n"
    bo_dir=$bo_at/$bo_token
    bo_may_claim && bo_claim || break
    bo_perform
    bo_before=$bo_dir/result
    bo_n=$((bo_n + 1))
    bo_tokens=${bo_tokens#* }
    set -- "$@" "$bo_before"
  done
  bo_close_gates
  [ -z "$bo_clock" ] || kill "$bo_clock"
  [ $# -eq 0 ] || sync "$@"
}

# In a subshell: marks the steps of bo_tokens (see main.sh) and makes that durable, all with one program.
bo_mark() {
  exec 4>&- 5>&- 6>&- 7>&- 9>&-
  set -- "$bo_at"
  for bo_token in $bo_tokens; do
    [ -e "$bo_at/$bo_token/in.$bo_id" ] || mkdir -p "$bo_at/$bo_token/in.$bo_id" || exit 1
    set -- "$@" "$bo_at/$bo_token"
  done
  sync "$@" || :
}

# In a subshell: takes the marks off the steps after the one that runs. Holds the lock, so that nobody relies on a mark that
# is about to go.
bo_unmark() {
  exec 4>&- 5>&- 6>&- 7>&-
  set --
  for bo_token in ${bo_tokens#* }; do
    rm -rf "$bo_at/$bo_token/in.$bo_id"
    set -- "$@" "$bo_at/$bo_token"
  done
  [ $# -eq 0 ] || sync "$@" || :
}

# Asked of the disk each time: a newer bot, another run or a failed step may stand there by now.
bo_may_claim() {
  ! bo_is_in_doubt || return 1
  if [ -n "$bo_before" ]; then
    bo_last= bo_last_code=
    read -r bo_last bo_last_code bo_rest <"$bo_before" || return 1
    case "$bo_last $bo_last_code" in 'exited 0' | 'unneeded 0') ;; *) return 1 ;; esac
  fi
  if ! bo_fence_holds; then
    printf 'refused fenced epoch %s was here|stop this bot\n' "$bo_highest" >&5
  elif bo_is_locked_out; then
    printf 'refused locked %s\n' "$bo_locker|$bo_locker_by|$bo_locker_since|$bo_locker_reason" >&5
  else
    return 0
  fi
  return 1
}

# Only one can make the file: with `set -C` a redirection opens with O_EXCL. Who did not, has nothing more to do here.
bo_claim() {
  bo_mine=
  set -C
  { bo_mine=1; printf '%s %s %s %s\n' "$bo_digest" "$bo_id" $$ "$bo_own"; } 2>/dev/null >"$bo_dir/claim"
  bo_status=$?
  set +C
  [ -n "$bo_mine" ]
}

bo_perform() {
  bo_vault= bo_end=unprepared bo_code=- bo_asked= bo_extra=0
  bo_uptime
  bo_started=$bo_up
  if [ "$bo_status" -eq 0 ] && bo_prepare; then
    if [ -n "$bo_asked" ]; then bo_end=cancelled; else bo_run_step; fi
  fi
  [ -z "$bo_vault" ] || rm -rf "$bo_vault"
  [ ! -s "$bo_dir/extra.$bo_me" ] || read -r bo_extra <"$bo_dir/extra.$bo_me"
  bo_uptime
  printf '%s %s %s %s\n' "$bo_end" "$bo_code" $(((bo_up - bo_started) * 10)) "$bo_extra" >"$bo_dir/result"
  printf 'end\n' >&5
}

# Everything that can fail for want of space comes before the script starts.
bo_prepare() {
  if [ -n "$bo_sealed" ]; then
    bo_open_vault && printf '%s\n' "$bo_vault" >"$bo_dir/vault" && "bo_secrets_$bo_n" || return 1
  fi
  [ "$bo_ready" -ge "$bo_n" ] || bo_get_ready "$bo_n" "$bo_token" || return 1
  # A claim that a power cut could take back, without the mark, would let the step run twice.
  # 127: it was waited for already.
  bo_await "$bo_syncing" || [ "$bo_code" -eq 127 ] || return 1
  bo_code=-
  # Another supervisor, killed a moment ago, may have taken it off.
  [ -n "$bo_marked" ] && [ -e "$bo_dir/in.$bo_id" ] || (bo_mark) || return 1
  bo_marked=1
  [ "$bo_id" != unknown ] || sync "$bo_dir/claim"
  return 0
}

# Waits for a child whatever signals come; fails as it did, with its exit code in bo_code.
bo_await() {
  bo_disturbed=
  until bo_wait "$1"; do bo_disturbed=; done
  [ "$bo_code" -eq 0 ]
}

bo_run_step() {
  bo_let_go
  [ -n "$bo_clock" ] || bo_start_clock
  bo_get_ahead "$((bo_n + 2))"
  bo_guard
  bo_settle
  bo_heed_condition
}

# Only of a step that asks first whether it is needed these are no codes of its own.
bo_heed_condition() {
  [ "$bo_end" = exited ] || return 0
  case $bo_code in
    "$bo_unneeded") bo_end=unneeded bo_code=0 ;;
    "$bo_unclear") bo_end=unclear bo_code=- ;;
  esac
}
