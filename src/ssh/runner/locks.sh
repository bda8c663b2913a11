# Part of the runner: the locks that runs hold on this host, one file each: $HOME/.backout/locks/<system>.
#
# Lines of `<name> <value>`, for any shell script to read; each once, the value one line of text from people:
#   run <id of the run>
#   by <who asked for it>
#   reason <why>
#   since <e.g. 2026-11-20T06:30:00Z>
#   since_ms <the same in milliseconds since 1970>
# It is whole when `since_ms` is there, the last line.

# Sets bo_holder, bo_holder_by, bo_holder_reason and bo_holder_since from the lock file $1; fails when there is none.
bo_read_lock() {
  bo_holder= bo_holder_by= bo_holder_reason= bo_holder_since=
  { exec 8<"$1"; } 2>/dev/null || return 1
  while read -r bo_name bo_value <&8; do
    case $bo_name in
      run) bo_holder=$bo_value ;;
      by) bo_holder_by=$bo_value ;;
      reason) bo_holder_reason=$bo_value ;;
      since_ms) bo_holder_since=$bo_value ;;
    esac
  done
  exec 8<&-
}

# Takes the lock of bo_run off; one that another run holds stays.
bo_unlock() {
  bo_lock=$HOME/.backout/locks/$bo_system
  if [ -e "$bo_lock" ] && bo_read_lock "$bo_lock"; then
    [ -z "$bo_holder" ] || [ "$bo_holder" = "$bo_run" ] || bo_refuse_locked
    rm -f "$bo_lock" 2>/dev/null || bo_refuse unsuitable "$bo_lock cannot be removed" "remove it by hand"
  fi
  bo_say done
}

bo_refuse_locked() {
  bo_say refused locked "$bo_holder|$bo_holder_by|$bo_holder_since|$bo_holder_reason"
  kill "$bo_watcher" 2>/dev/null
  exit 0
}

# Prints every lock, each with its system first.
bo_locks() {
  bo_say begin
  for bo_lock in "$HOME"/.backout/locks/*; do
    [ -f "$bo_lock" ] && bo_read_lock "$bo_lock" || continue
    printf 'system %s\nrun %s\nby %s\nreason %s\nsince_ms %s\n' \
      "${bo_lock##*/}" "$bo_holder" "$bo_holder_by" "$bo_holder_reason" "$bo_holder_since"
  done
  bo_say done
}
