# Part of the runner: ask about a step, keep steps from beginning, stop them.

bo_ask() {
  bo_enter_step "$bo_token"
  if [ ! -e "$bo_dir/claim" ]; then
    if bo_is_in_doubt; then bo_say lost rebooted; else bo_say absent; fi
    return
  fi
  bo_require flock
  bo_compare
  if ! bo_read_result && bo_is_running; then
    bo_say running
    return
  fi
  bo_say begin
  bo_show
  bo_judge
}

# Claims each token that has no claim, the last one first, so that its step never begins.
bo_forbid() {
  bo_void_all
  bo_say done
}

bo_void_all() {
  bo_require flock sync
  bo_open_state
  bo_heed_fence
  for bo_token in $bo_tokens; do
    bo_enter_step "$bo_token"
    bo_own_directory "$bo_dir"
    set -C
    { printf 'void\n'; } 2>/dev/null >"$bo_dir/claim"
    set +C
    [ -e "$bo_dir/claim" ] || bo_refuse unsuitable "$bo_dir/claim cannot be written" "free space"
    # A power cut must not give it free again.
    ! { bo_read_claim && [ "$bo_known" = void ]; } || sync "$bo_dir/claim"
  done
}

# The same; then ends what runs. Says `done` only when nothing of any of them goes on.
bo_cancel() {
  bo_void_all
  bo_alive=
  for bo_token in $bo_tokens; do
    bo_enter_step "$bo_token"
    bo_end_step || bo_alive="$bo_alive $bo_token"
  done
  if [ -z "$bo_alive" ]; then bo_say done; else bo_say alive "${bo_alive# }"; fi
}

bo_end_step() {
  bo_read_result && return 0
  ! bo_is_in_doubt || return 0
  { :; } 2>/dev/null >"$bo_dir/cancel" || bo_refuse unsuitable "$bo_dir cannot be written" "free space"
  bo_signal_supervisor && return 0
  [ "$bo_boot" = "$bo_id" ] || [ -z "$bo_boot" ] || return 0
  bo_stop_orphan
}

# While the lock is held its holder lives, so the pid is still its own. Again and again, in case it came just before a wait.
bo_signal_supervisor() {
  bo_rounds=0
  while bo_is_running; do
    [ "$bo_rounds" -lt $(((bo_grace + 3) * 20)) ] || return 1
    [ $((bo_rounds % 4)) -ne 0 ] || kill -TERM "$bo_pid" 2>/dev/null
    sleep 0.05 || sleep 1
    ! bo_read_result || return 0
    bo_rounds=$((bo_rounds + 1))
  done
  bo_read_result
}

# A killed supervisor leaves its step running. Ok when nothing of it lives on.
bo_stop_orphan() {
  ! bo_is_running || return 1
  bo_step_lives || return 0
  exec 9<"$bo_at/$bo_lock"
  flock -n 9 || return 1
  kill -TERM -"$bo_group" 2>/dev/null
  bo_stop_rest "$bo_group"
  ! bo_group_lives "$bo_group" || return 1
  bo_read_result || printf 'cancelled - 0 0\n' >"$bo_dir/result"
  exec 9<&-
  bo_forget_secrets
}
