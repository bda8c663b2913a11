# Part of the runner: runs a script that leaves nothing behind: no directory, no claim; it dies with its client.

bo_observe() {
  bo_require setsid
  bo_asked= bo_disturbed= bo_vault= bo_end=exited
  bo_watch_client
  trap 'bo_asked=cancelled bo_disturbed=1' TERM
  bo_start_clock
  "bo_load_1"
  "bo_text_1"
  if [ -n "$bo_sealed" ]; then
    bo_open_vault && bo_secrets_1 || bo_end=unprepared
  fi
  bo_uptime
  bo_started=$bo_up
  bo_say begin
  printf '%s\n' "$bo_script" |
    (umask "$bo_umask"
      bo_set_locale
      bo_export_1
      cd "$HOME" || exit 126
      exec setsid sh -euc 'bo_text=$(cat); exec </dev/null; eval "$bo_text"') 2>&1 4<&- &
  bo_child=$!
  bo_guard
  kill -KILL -"$bo_child" 2>/dev/null
  [ -z "$bo_vault" ] || rm -rf "$bo_vault"
  bo_uptime
  bo_say ended "$bo_end" "$bo_code" $(((bo_up - bo_started) * 10)) 0
}
