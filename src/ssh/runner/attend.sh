# Part of the runner: starts a segment's steps that never started, and listens to each until its end is known.
#
# Whatever happens comes as a line through one pipe, bo_events (descriptor 5): `tick` when it is time to look at the claim and
# the output, `end` from our own supervisor when a result is written, `over <lock>` when a supervisor is gone, `refused ...` when
# ours must not go on, `gone` when the client is.

bo_ensure() {
  bo_require setsid flock mkfifo dd mktemp sync
  bo_open_state
  bo_heed_fence
  set -- $bo_steps
  bo_enter_step "$1"
  bo_own= bo_holder= bo_overs= bo_watched= bo_waiters= bo_ticker= bo_reason= bo_good=1 bo_n=1 bo_listens= bo_has_room=
  bo_uptime
  bo_events=$bo_dir/events.$bo_up.$$
  # Another run's lock is met before anything is made.
  [ -e "$bo_dir/claim" ] || bo_is_in_doubt || { bo_take_lock; bo_make_room "$@"; }
  while [ $# -gt 0 ] && [ -n "$bo_good" ]; do
    bo_enter_step "$1"
    bo_digest=$2
    bo_await_claim "$@"
    bo_compare
    bo_say begin
    bo_follow
    bo_show
    bo_judge
    bo_offset=0
    bo_n=$((bo_n + 1))
    shift 2
  done
  kill $bo_waiters 2>/dev/null
  bo_clean
}

# The directories and pipes of these steps, given as `<token> <digest> ...`. One program for all: starting it is what takes time.
bo_make_room() {
  bo_boot_id
  bo_uptime
  bo_me=$bo_up.$$
  bo_has_room=1 bo_count=$#
  while [ "$bo_count" -gt 0 ]; do
    set -- "$@" "$bo_at/$1/in.$bo_id"
    shift 2
    bo_count=$((bo_count - 2))
  done
  bo_room=$bo_dir/by.$bo_me bo_count=$#
  # A mark that is there already may be a file (see perl/claims.pl).
  mkdir -p "$@" "$bo_room" 2>/dev/null || [ -d "$bo_room" ] || bo_refuse_unwritten "$bo_at"
  bo_k=$bo_n
  while [ "$bo_count" -gt 0 ]; do
    set -- "$@" "$bo_room/gate.$bo_k" "$bo_room/pipe.$bo_k"
    shift
    bo_k=$((bo_k + 1)) bo_count=$((bo_count - 1))
  done
  if [ -p "$bo_events" ]; then mkfifo "$@" 2>/dev/null; else mkfifo "$bo_events" "$@" 2>/dev/null; fi
}

bo_refuse_unwritten() { bo_refuse unsuitable "$1 cannot be written" "free space"; }

# Once, as soon as there is somebody to hear from.
bo_open_events() {
  [ -z "$bo_listens" ] || return 0
  bo_listens=1
  # It stays in the step's directory and goes with it: removing it would take longer than all that it was made for.
  [ -p "$bo_events" ] || mkfifo "$bo_events" 2>/dev/null || bo_refuse_unwritten "$bo_dir"
  exec 5<>"$bo_events"
  (read -r bo_gone <&4; printf 'gone\n' >&5) >/dev/null 2>&1 &
  bo_watcher=$!
}

# Takes the next event, or waits until there is something to look for anew.
bo_next() {
  bo_open_events
  if [ -z "$bo_ticker" ]; then
    { sleep 0.1 || sleep 1; printf 'tick\n' >&5; } >/dev/null 2>&1 3<&- 4<&- &
    bo_ticker=$!
  fi
  read -r bo_event bo_what <&5
  case $bo_event in
    tick)
      [ -z "$bo_ticker" ] || wait "$bo_ticker"
      bo_ticker=
      ;;
    over) bo_overs="$bo_overs $bo_what " ;;
    refused) bo_reason=$bo_what ;;
    gone)
      kill $bo_waiters 2>/dev/null
      exit 0
      ;;
  esac
}

bo_is_over() { case $bo_overs in *" $1 "*) return 0 ;; esac; return 1; }

# Until somebody has claimed the step. It is for us to start it when nobody is there who would go on to it.
bo_await_claim() {
  while [ ! -e "$bo_dir/claim" ]; do
    ! bo_is_in_doubt || return 0
    if [ -n "$bo_holder" ] && ! bo_is_over "$bo_holder"; then
      bo_next
    elif [ -n "$bo_holder" ] && [ "$bo_holder" = "$bo_own" ]; then
      bo_explain
    else
      [ -n "$bo_has_room" ] || bo_make_room "$@"
      bo_start_supervisor "$@"
    fi
  done
}

# Our own supervisor has ended and has not claimed the step.
bo_explain() {
  [ -n "$bo_reason" ] || bo_refuse unsuitable "the supervisor could not start" "look at free space and process limits"
  bo_say refused "$bo_reason"
  bo_leave
}

# The supervisor reads its own program from a pipe, as this shell did: no value in any argument list or environment.
bo_start_supervisor() {
  bo_open_events
  bo_tokens=
  while [ $# -gt 0 ]; do
    bo_tokens="$bo_tokens$1 "
    shift 2
  done
  bo_own=${bo_dir##*/}/lock.$bo_me
  bo_has_room=
  bo_holder=$bo_own
  bo_text="{
bo_mode=supervise bo_own='$bo_own' bo_n='$bo_n' bo_grace='$bo_grace' bo_umask='$bo_umask' bo_beat='$bo_beat'
bo_tokens='$bo_tokens' bo_cap='$bo_cap' bo_tail_cap='$bo_tail_cap' bo_memory='$bo_memory' bo_journal='$bo_journal' bo_epoch='$bo_epoch'
bo_system='$bo_system' bo_run='$bo_run'
$bo_order
$bo_program
bo_main
}
"
  {
    bo_supervise_in_sh
    printf 'over %s\n' "$bo_own" >&5
  } >/dev/null 2>&1 3<&- 4<&- &
}

# dash and busybox read a program from a pipe in blocks, bash byte by byte: 10 ms for this one.
bo_supervise_in_sh() {
  if [ -z "${BASH_VERSION-}" ]; then
    printf '%s' "$bo_text" | setsid sh
  else
    printf '%s' "$bo_text" | setsid sh -c 'eval "$(cat)"'
  fi
}

# Streams the output until the result is there, or whoever runs the step is gone.
bo_follow() {
  [ -e "$bo_dir/claim" ] || return 0
  # There may be something already.
  bo_event=tick
  until bo_read_result; do
    bo_watch_holder
    if bo_is_over "$bo_holder"; then
      bo_read_result
      break
    fi
    [ "$bo_event" != tick ] || bo_show
    bo_next
  done
}

# Sets bo_holder: the lock of whoever runs the step; one that is not ours is waited for.
bo_watch_holder() {
  bo_read_claim || bo_is_running || {
    bo_holder=nobody bo_overs="$bo_overs nobody "
    return
  }
  bo_holder=$bo_lock
  case "$bo_own $bo_watched " in *"$bo_holder "*) return ;; esac
  bo_watched="$bo_watched $bo_holder "
  if [ "$bo_boot" != "${bo_id:-}" ] && bo_boot_id && [ "$bo_boot" != "$bo_id" ] || [ ! -e "$bo_at/$bo_holder" ]; then
    bo_overs="$bo_overs $bo_holder "
    return
  fi
  bo_open_events
  { flock -s 8; printf 'over %s\n' "$bo_holder" >&5; } >/dev/null 2>&1 3<&- 4<&- 8<"$bo_at/$bo_holder" &
  bo_waiters="$bo_waiters $!"
}
