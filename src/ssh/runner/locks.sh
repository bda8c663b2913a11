# Part of the runner: who may work on this host.
#
# A run's lock is the file $HOME/.backout/locks/<system>, with lines of `<name> <value>` for any shell script to read; each
# once, the value one line of text from people:
#   run <id of the run>
#   by <who asked for it>
#   reason <why>
#   since <e.g. 2026-11-20T06:30:00Z>
#   since_ms <the same in milliseconds since 1970>
# It is whole when `since_ms` is there, the last line. An unfinished one is of a host that went down: it is nobody's.
#
# $HOME/.backout/fences/<journal> holds the highest epoch that gave orders here: a bot of an earlier one is superseded.

# Reads the lock file $1 into bo_locker, bo_locker_by, bo_locker_reason and bo_locker_since; fails when there is none.
bo_read_lock() {
  bo_locker= bo_locker_by= bo_locker_reason= bo_locker_since=
  { [ -f "$1" ] && command exec 8<"$1"; } 2>/dev/null || return 1
  while read -r bo_name bo_value <&8; do
    case $bo_name in
      run) bo_locker=$bo_value ;;
      by) bo_locker_by=$bo_value ;;
      reason) bo_locker_reason=$bo_value ;;
      since_ms) bo_locker_since=$bo_value ;;
    esac
  done
  exec 8<&-
  [ -n "$bo_locker_since" ]
}

# Whether the lock is another run's.
bo_is_locked_out() { bo_read_lock "$bo_home/locks/$bo_system" && [ "$bo_locker" != "$bo_run" ]; }

# Takes the lock for bo_run, unless it has it.
bo_take_lock() {
  bo_lock_file=$bo_home/locks/$bo_system bo_tries=0
  until bo_read_lock "$bo_lock_file"; do
    bo_tries=$((bo_tries + 1))
    [ "$bo_tries" -lt 5 ] || bo_refuse unsuitable "$bo_lock_file cannot be written" "remove it and free space"
    set -C
    { printf '%s' "$bo_lock_text"; } 2>/dev/null >"$bo_lock_file"
    set +C
    bo_read_lock "$bo_lock_file" || bo_clear_unfinished
  done
  [ "$bo_locker" = "$bo_run" ] || bo_refuse_locked
}

# Whoever is just writing the lock is done long before the second look.
bo_clear_unfinished() {
  [ -e "$bo_lock_file" ] || return 0
  sleep 1
  bo_read_lock "$bo_lock_file" || rm -f "$bo_lock_file" 2>/dev/null
}

bo_refuse_locked() {
  bo_say refused locked "$bo_locker|$bo_locker_by|$bo_locker_since|$bo_locker_reason"
  bo_leave
}

# Takes the lock of bo_run off; one that another run holds stays.
bo_unlock() {
  bo_lock_file=$bo_home/locks/$bo_system
  ! bo_is_locked_out || bo_refuse_locked
  if [ -e "$bo_lock_file" ]; then
    bo_own_directory "$bo_home/fences"
    bo_heed_fence
  fi
  rm -f "$bo_lock_file" 2>/dev/null || bo_refuse unsuitable "$bo_lock_file cannot be removed" "remove it by hand"
  bo_say done
}

# Prints every lock, each with its system first.
bo_locks() {
  bo_say begin
  for bo_lock_file in "$bo_home"/locks/*; do
    bo_read_lock "$bo_lock_file" || continue
    printf 'system %s\nrun %s\nby %s\nreason %s\nsince_ms %s\n' "${bo_lock_file##*/}" \
      "$bo_locker" "$bo_locker_by" "$bo_locker_reason" "$bo_locker_since"
  done
  bo_say done
}

# Sets bo_highest and says whether bo_epoch is at least as high.
bo_fence_holds() {
  bo_highest=0
  [ ! -s "$bo_fence" ] || read -r bo_highest <"$bo_fence"
  case $bo_highest in '' | *[!0-9]*) bo_highest=0 ;; esac
  [ "$bo_epoch" -ge "$bo_highest" ]
}

# Refuses the orders of a superseded bot; remembers a later one.
bo_heed_fence() {
  bo_fence_holds || bo_refuse fenced "epoch $bo_highest was here" "stop this bot"
  [ "$bo_epoch" -ne "$bo_highest" ] || return 0
  { command exec 8>>"$bo_fence.lock"; } 2>/dev/null && flock 8 &&
    { ! bo_fence_holds || { printf '%s\n' "$bo_epoch" >"$bo_fence.new" && sync "$bo_fence.new" && mv -f "$bo_fence.new" "$bo_fence"; }; } 2>/dev/null
  bo_status=$?
  exec 8>&-
  [ "$bo_status" -eq 0 ] || bo_refuse unsuitable "$bo_fence cannot be written" "free space"
  bo_fence_holds || bo_refuse fenced "epoch $bo_highest was here" "stop this bot"
}
