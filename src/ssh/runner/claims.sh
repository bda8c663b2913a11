# Part of the runner: what a step's directory tells.

bo_enter_step() { bo_dir=$bo_at/$1; }

# Reads the claim into bo_known (a digest, or `void`), bo_boot, bo_pid and bo_lock; fails when it is not written. It never
# changes after that, and a shell reads a file byte by byte, so it is read once.
bo_read_claim() {
  [ "${bo_claim_read-}" != "$bo_dir" ] || return 0
  bo_known= bo_boot= bo_pid= bo_lock= bo_claim_read=
  [ -s "$bo_dir/claim" ] && read -r bo_known bo_boot bo_pid bo_lock 2>/dev/null <"$bo_dir/claim" && bo_claim_read=$bo_dir
}

# Reads the result into bo_line. A line without its end was being written when the host went down: no result.
bo_read_result() {
  bo_line=
  { [ -s "$bo_dir/result" ] && read -r bo_line <"$bo_dir/result"; } && return 0
  bo_read_claim
  [ "$bo_known" = void ] && ! bo_is_in_doubt && bo_line='void - 0 0'
}

# Whether the step may have begun in an earlier boot of the host, which took its claim along.
bo_is_in_doubt() {
  [ -n "${bo_id:-}" ] || bo_boot_id
  for bo_each in "$bo_dir"/in.*; do
    [ ! -e "$bo_each" ] || [ "${bo_each##*/in.}" = "$bo_id" ] || return 0
  done
  return 1
}

# A token belongs to one script for ever.
bo_compare() {
  bo_read_claim
  case $bo_known in
    '' | void | "$bo_digest") ;;
    *) bo_refuse mismatch "the token is claimed by a different script" "judge the step by hand" ;;
  esac
}

# Whether the supervisor that made the claim lives. The boot is asked first: after a restart the lock would be free as
# well, but for another reason. A claim that is not written yet is given a moment.
bo_is_running() {
  bo_tries=0
  until bo_read_claim || [ "$bo_tries" -ge 20 ]; do
    sleep 0.05 || sleep 1
    bo_tries=$((bo_tries + 1))
  done
  bo_boot_id
  [ "$bo_boot" = "$bo_id" ] && [ -n "$bo_lock" ] && bo_is_held "$bo_at/$bo_lock"
}

bo_is_held() { [ -e "$1" ] && ! flock -n -s 8 2>/dev/null 8<"$1"; }

# Shows what there is of the output behind the bytes the client has.
bo_show() {
  [ -s "$bo_dir/out" ] || return 0
  [ "${bo_shown-}" = "$bo_dir" ] || bo_skip
  cat <&3
}

# Opens the output as descriptor 3 behind the bytes the client has.
bo_skip() {
  bo_shown=$bo_dir
  exec 3<"$bo_dir/out"
  [ "$bo_offset" -lt 65536 ] || dd bs=65536 count=$((bo_offset / 65536)) <&3 >/dev/null 2>&1
  [ $((bo_offset % 65536)) -eq 0 ] || dd bs=$((bo_offset % 65536)) count=1 <&3 >/dev/null 2>&1
}

# Says how a step stands that nobody supervises any more. Sets bo_good when the next one follows.
bo_judge() {
  bo_good=
  if bo_read_result; then
    bo_compare
    bo_tell_tail
    bo_say ended "$bo_line"
    case $bo_line in 'exited 0 '* | 'unneeded 0 '*) bo_good=1 ;; esac
  else
    bo_read_claim
    bo_forget_secrets
    bo_boot_id
    if { [ -n "$bo_boot" ] && [ "$bo_boot" != "$bo_id" ]; } || bo_is_in_doubt; then
      bo_say lost rebooted
    else
      bo_say lost killed
    fi
  fi
}

# The end of an output that was too long to be kept.
bo_tell_tail() {
  bo_read_claim
  [ -s "$bo_dir/tail.${bo_lock##*/lock.}" ] || return 0
  bo_say tail
  cat "$bo_dir/tail.${bo_lock##*/lock.}"
}

# After a supervisor's death: its secrets go as soon as no process of the step can be reading them.
bo_forget_secrets() {
  bo_vault=
  [ ! -s "$bo_dir/vault" ] || read -r bo_vault <"$bo_dir/vault"
  [ -z "$bo_vault" ] || bo_step_lives || rm -rf "$bo_vault"
}

# Sets bo_group and says whether any process of it lives. A leader that began at another time is another step's or
# nobody's: its number was used again.
bo_step_lives() {
  bo_find_group || return 1
  if { read -r bo_stat <"/proc/$bo_group/stat"; } 2>/dev/null; then
    set -- ${bo_stat##*) }
    [ -z "$bo_began" ] || [ "${20}" = "$bo_began" ] || return 1
  fi
  bo_group_lives "$bo_group"
}

# Sets bo_group and bo_began to what its supervisor noted last of the step.
bo_find_group() {
  bo_group= bo_began=
  [ -n "$bo_lock" ] && [ -s "$bo_at/$bo_lock" ] || return 1
  while read -r bo_noted bo_noted_group bo_noted_began; do
    [ "$bo_noted" != "${bo_dir##*/}" ] || bo_group=$bo_noted_group bo_began=$bo_noted_began
  done <"$bo_at/$bo_lock"
  [ -n "$bo_group" ]
}

# Dead processes that nobody has waited for yet do not count; where /proc cannot tell, they do.
bo_group_lives() {
  kill -0 -"$1" 2>/dev/null || return 1
  [ -r /proc/self/stat ] || return 0
  bo_wanted=$1
  for bo_each in /proc/[0-9]*/stat; do
    { read -r bo_stat <"$bo_each"; } 2>/dev/null || continue
    # `<pid> (<name>) <state> <parent> <group> ...`
    set -- ${bo_stat##*) }
    [ "$3" != "$bo_wanted" ] || [ "$1" = Z ] || return 0
  done
  return 1
}

# What the group had started gets what is left of the grace, then KILL.
bo_stop_rest() {
  bo_tries=0
  while bo_group_lives "$1" && [ "$bo_tries" -lt $((bo_grace * 20)) ]; do
    sleep 0.05 || sleep 1
    bo_tries=$((bo_tries + 1))
  done
  bo_group_lives "$1" && kill -KILL -"$1" 2>/dev/null
}
