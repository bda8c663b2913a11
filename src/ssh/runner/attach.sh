# Second part of the runner: start a step if it never started, and listen to it until its end is known.

bo_ensure() {
  bo_require setsid flock mkfifo dd mktemp
  bo_open_state
  bo_supervisor=
  if [ ! -d "$bo_dir/claim" ]; then
    # In braces: a failed redirection of `:` itself would end the shell without an answer.
    { :; } 2>/dev/null >>"$bo_dir/out" || bo_refuse unsuitable "$bo_dir cannot be written" "free space"
    # While the supervisor starts, the other processor can do this for it.
    mkfifo "$bo_dir/pipe" 2>/dev/null 4<&- &
    bo_start_supervisor
  fi
  bo_compare
  bo_skip
  bo_say begin
  bo_follow
  [ ! -s "$bo_dir/out" ] || cat <&3
  # Before the answer: the client may hang up on it, which ends this shell.
  [ -z "$bo_supervisor" ] || bo_clean &
  bo_judge
}

# The supervisor reads its own program from a pipe, as this shell did: no value in any argument list or environment.
bo_start_supervisor() {
  bo_text="{
bo_mode=supervise bo_token='$bo_token' bo_digest='$bo_digest' bo_deadline='$bo_deadline' bo_grace='$bo_grace'
bo_tick='$bo_tick' bo_looks='$bo_looks' bo_umask='$bo_umask'
bo_cap='$bo_cap' bo_sealed='$bo_sealed' bo_memory='$bo_memory'
$bo_order
$bo_program
bo_main
}"
  # dash and busybox read a program from a pipe in blocks, bash byte by byte: 10 ms for this one.
  bo_text="$bo_text
"
  if [ -z "${BASH_VERSION-}" ]; then
    printf '%s' "$bo_text" | setsid sh >/dev/null 2>&1 4<&- &
  else
    printf '%s' "$bo_text" | setsid sh -c 'eval "$(cat)"' >/dev/null 2>&1 4<&- &
  fi
  bo_supervisor=$!
}

# A token belongs to one script for ever.
bo_compare() {
  bo_known=
  [ ! -s "$bo_dir/claim/facts" ] || read -r bo_known bo_rest <"$bo_dir/claim/facts"
  [ -z "$bo_known" ] || [ "$bo_known" = "$bo_digest" ] || [ "$bo_mode" = cancel ] ||
    bo_refuse mismatch "the token is claimed by a different script" "judge the step by hand"
}

# Opens the output as descriptor 3 behind the bytes the client has.
bo_skip() {
  exec 3<"$bo_dir/out"
  [ "$bo_offset" -lt 65536 ] || dd bs=65536 count=$((bo_offset / 65536)) <&3 >/dev/null 2>&1
  [ $((bo_offset % 65536)) -eq 0 ] || dd bs=$((bo_offset % 65536)) count=1 <&3 >/dev/null 2>&1
}

# Streams the output until the supervisor, ours or an earlier one, has let go of its lock.
bo_follow() {
  # A child that is told to stop before it has left its parent's trap behind would miss it; so there is none just now.
  trap - TERM
  bo_stream 2>/dev/null &
  bo_streamer=$!
  bo_helpers=$bo_streamer
  trap bo_leave TERM
  [ -z "$bo_supervisor" ] || wait "$bo_supervisor"
  [ ! -d "$bo_dir/claim" ] || [ -s "$bo_dir/result" ] || bo_wait_for_lock
  kill "$bo_streamer" 2>/dev/null
  wait "$bo_streamer"
  bo_helpers=
}

bo_stream() {
  bo_told=
  trap 'bo_told=1' TERM
  # What an earlier attach missed need not wait.
  [ -n "$bo_supervisor" ] || cat <&3
  while [ -z "$bo_told" ] && kill -0 $$; do
    { sleep 0.1 || sleep 1; } >/dev/null 2>&1 3<&- 4<&- &
    wait $!
    [ -n "$bo_told" ] || cat <&3 || exit 0
  done
}

# In the background, because a shell handles signals in `wait` but not while a program runs.
bo_wait_for_lock() {
  flock -s 9 >/dev/null 2>&1 9<"$bo_dir/lock" 4<&- &
  bo_helpers="$bo_helpers $!"
  wait $!
}

bo_is_alive() { ! flock -n -s 9 2>/dev/null 9<"$bo_dir/lock"; }

# Says how a step stands that nobody supervises any more.
bo_judge() {
  if [ -s "$bo_dir/result" ]; then
    read -r bo_line <"$bo_dir/result"
    bo_compare
    bo_say ended "$bo_line"
  elif [ ! -d "$bo_dir/claim" ]; then
    bo_refuse unsuitable "the supervisor could not start" "look at free space and process limits"
  else
    bo_known= bo_boot=
    [ ! -s "$bo_dir/claim/facts" ] || read -r bo_known bo_boot bo_rest <"$bo_dir/claim/facts"
    bo_forget_secrets
    bo_boot_id
    if [ -n "$bo_boot" ] && [ "$bo_boot" != "$bo_id" ]; then bo_say lost rebooted; else bo_say lost killed; fi
  fi
}

# Sets bo_id. Variables rather than $(...) here and below: every fork is a millisecond of each step.
bo_boot_id() {
  bo_id=
  if [ -r /proc/sys/kernel/random/boot_id ]; then
    read -r bo_id </proc/sys/kernel/random/boot_id
  else
    bo_id=$(sysctl -n kern.bootsessionuuid 2>/dev/null)
  fi
  bo_id=${bo_id:-unknown}
}

# After a supervisor's death: its secrets go as soon as no process of the step can be reading them.
bo_forget_secrets() {
  bo_vault= bo_group=
  [ ! -s "$bo_dir/vault" ] || read -r bo_vault <"$bo_dir/vault"
  [ ! -s "$bo_dir/group" ] || read -r bo_group <"$bo_dir/group"
  [ -z "$bo_vault" ] || { [ -n "$bo_group" ] && bo_group_lives "$bo_group"; } || rm -rf "$bo_vault"
}
