# Fourth part of the runner: what runs a script on the host, detached or for one look.

# The part that outlives every connection: claims the token, runs the step, writes the result.
bo_supervise() {
  bo_asked= bo_disturbed=
  trap : HUP INT
  # TERM alone may be the host shutting down; only a cancel leaves its mark first.
  trap 'bo_disturbed=1; [ ! -e "$bo_dir/cancel" ] || bo_asked=cancelled' TERM
  exec 9>>"$bo_dir/lock"
  # Whoever waits here for a winner finds the claim made, or takes the place of one that died before it.
  [ ! -d "$bo_dir/claim" ] && flock 9 && mkdir "$bo_dir/claim" || exit 0
  bo_vault= bo_end=unprepared bo_code=-
  bo_uptime
  bo_started=$bo_up
  if bo_prepare; then
    if [ -n "$bo_asked" ]; then bo_end=cancelled; else bo_run_step; fi
  fi
  [ -z "$bo_vault" ] || rm -rf "$bo_vault"
  bo_dropped=0
  [ ! -s "$bo_dir/dropped" ] || read -r bo_dropped <"$bo_dir/dropped"
  bo_uptime
  bo_write_result "$bo_end" "$bo_code" $(((bo_up - bo_started) * 10)) $((bo_dropped))
}

# Everything that can fail for want of space comes before the script starts.
bo_prepare() {
  bo_boot_id
  printf '%s %s %s\n' "$bo_digest" "$bo_id" $$ >"$bo_dir/claim/facts" || return 1
  # A claim that a power cut could take back would let the step run twice.
  sync "$bo_dir/claim/facts" 2>/dev/null &
  bo_syncing=$!
  if [ -n "$bo_sealed" ]; then
    bo_vault=$(mktemp -d "$bo_memory/backout.XXXXXXXXXX") || return 1
    printf '%s\n' "$bo_vault" >"$bo_dir/vault" && bo_secrets || return 1
  fi
  printf '%s\n' "$bo_script" >"$bo_dir/script" || return 1
  [ -p "$bo_dir/pipe" ] || mkfifo "$bo_dir/pipe" 2>/dev/null || [ -p "$bo_dir/pipe" ] || return 1
  wait "$bo_syncing"
  return 0
}

# bo_secret <name> <content>
bo_secret() { printf '%s' "$2" >"$bo_vault/$1"; }

bo_run_step() {
  # Closed by exec: a redirection of the whole subshell would leave a copy open in dash, and with it the lock held.
  (exec 9>&-; bo_pump) <"$bo_dir/pipe" >/dev/null 2>&1 &
  bo_pumping=$!
  # A background job ignores INT and QUIT, and so would every daemon the step starts; env undoes that where it can.
  # Without the lock's descriptor: a daemon that the step leaves behind must not look like a running step.
  (exec 9>&-
    bo_enter
    set -- env --default-signal=INT,QUIT
    # Asked once per host: the answer costs a millisecond.
    [ -e "$HOME/.backout/env-resets-signals" ] || { "$@" true 2>/dev/null && : >"$HOME/.backout/env-resets-signals"; } || set --
    exec "$@" setsid sh -eu "$bo_dir/script") </dev/null >"$bo_dir/pipe" 2>&1 &
  bo_child=$!
  printf '%s\n' "$bo_child" >"$bo_dir/group"
  bo_guard
  bo_settle
}

# The world a script sees.
bo_enter() {
  umask "$bo_umask"
  LC_ALL=C.UTF-8
  export LC_ALL
  bo_export
  cd "$HOME" || exit 126
}

# Keeps the first bo_cap bytes of its input in `out` and reads on to the end, so that a flood never stops the step.
# It outlives the step when a daemon holds the pipe: a daemon must not die of a broken one.
bo_pump() {
  bo_left=$bo_cap
  while [ "$bo_left" -ge 4096 ]; do
    if [ "$bo_left" -ge 1048576 ]; then bo_block=65536; else bo_block=4096; fi
    bo_blocks=$((bo_left / bo_block))
    bo_took=$(dd bs="$bo_block" count="$bo_blocks" 2>&1 >>"$bo_dir/out") || break
    # `4+17 records in`, after whatever else dd has to say.
    bo_took=${bo_took%% records in*}
    bo_took=${bo_took##*[!0-9+]}
    # dd counts reads, however short; fewer than asked for means the end.
    [ $((${bo_took%+*} + ${bo_took#*+})) -ge "$bo_blocks" ] || return 0
    bo_left=$((bo_cap - $(wc -c <"$bo_dir/out")))
  done
  printf '%s\n' 1 >"$bo_dir/dropped"
  bo_rest=$(wc -c) && printf '%s\n' "$((bo_rest))" >"$bo_dir/dropped.new" && mv "$bo_dir/dropped.new" "$bo_dir/dropped"
}

# Waits until the pump has kept what the step wrote: its end, or, when a daemon holds the pipe, its silence.
bo_settle() {
  bo_asked=
  bo_alarm 0.3
  wait "$bo_pumping"
  kill "$bo_clock" 2>/dev/null
  bo_size=-1 bo_tries=0
  while kill -0 "$bo_pumping" 2>/dev/null && [ "$bo_tries" -lt 20 ] && [ "$bo_size" != "$(wc -c <"$bo_dir/out")" ]; do
    bo_size=$(wc -c <"$bo_dir/out")
    bo_tries=$((bo_tries + 1))
    sleep 0.1
  done
}

# Waits for bo_child's end, enforcing the deadline and requests to stop; sets bo_end and bo_code.
bo_guard() {
  bo_end=exited
  trap 'bo_disturbed=1; bo_asked=${bo_asked:-timed-out}; bo_rang=1' USR1
  trap 'bo_disturbed=1; bo_asked=${bo_asked:-silent}' USR2
  bo_rang= bo_ear=
  bo_alarm "$bo_deadline"
  [ -z "$bo_tick" ] || bo_listen
  while :; do
    bo_disturbed=
    [ -z "$bo_asked" ] || bo_stop
    wait "$bo_child"
    bo_code=$?
    # A wait that a signal disturbed tells the child's own code only if the child is gone.
    [ -n "$bo_disturbed" ] && kill -0 "$bo_child" 2>/dev/null || break
  done
  kill "$bo_clock" $bo_ear 2>/dev/null
  [ "$bo_end" = exited ] || bo_stop_rest
}

# TERM to the whole group at the first call, KILL when the grace is over.
bo_stop() {
  if [ "$bo_end" = exited ]; then
    bo_end=$bo_asked bo_rang=
    kill "$bo_clock" $bo_ear 2>/dev/null
    # Before its setsid the child is not yet a group.
    kill -TERM -"$bo_child" 2>/dev/null || kill -TERM "$bo_child" 2>/dev/null
    bo_alarm "$bo_grace"
  elif [ -n "$bo_rang" ]; then
    kill -KILL -"$bo_child" 2>/dev/null
  fi
}

# What the step had started in its group gets what is left of the grace.
bo_stop_rest() {
  bo_tries=0
  while bo_group_lives "$bo_child" && [ "$bo_tries" -lt $((bo_grace * 20)) ]; do
    sleep 0.05
    bo_tries=$((bo_tries + 1))
  done
  bo_group_lives "$bo_child" && kill -KILL -"$bo_child" 2>/dev/null
}

# Dead processes that nobody has waited for yet do not count; where /proc cannot tell, they do.
bo_group_lives() {
  kill -0 -"$1" 2>/dev/null || return 1
  [ -r /proc/self/stat ] || return 0
  bo_wanted=$1
  for bo_stat in /proc/[0-9]*/stat; do
    { read -r bo_line <"$bo_stat"; } 2>/dev/null || continue
    # `<pid> (<name>) <state> <parent> <group> ...`, where the name may hold anything.
    set -- ${bo_line##*) }
    [ "$3" != "$bo_wanted" ] || [ "$1" = Z ] || return 0
  done
  return 1
}

# bo_alarm <seconds>: USR1 to this shell, if it still lives then, and again in case it came just before a wait.
bo_alarm() {
  (
    exec 4<&- 9>&-
    trap 'kill "$bo_sleeper" 2>/dev/null; exit 0' TERM
    bo_span=$1
    while :; do
      sleep "$bo_span" &
      bo_sleeper=$!
      wait "$bo_sleeper"
      [ "$bo_mode" = observe ] || bo_is_alive || exit 0
      kill -USR1 $$ || exit 0
      bo_span=1
    done
  ) </dev/null >/dev/null 2>&1 &
  bo_clock=$!
}

# USR2 to this shell when bo_looks looks in a row, bo_tick seconds apart, find that the step has printed nothing.
bo_listen() {
  (
    exec 4<&- 9>&-
    trap 'kill "$bo_sleeper" 2>/dev/null; exit 0' TERM
    bo_left=$bo_looks bo_last=
    while [ "$bo_left" -gt 0 ]; do
      bo_nap "$bo_tick"
      bo_is_alive || exit 0
      bo_pulse
      bo_left=$((bo_left - 1))
      [ -n "$bo_now" ] && [ "$bo_last" = "$bo_now" ] || bo_left=$bo_looks
      bo_last=$bo_now
    done
    # Again, in case it came just before a wait.
    while kill -USR2 $$; do bo_nap 1; done
  ) </dev/null >/dev/null 2>&1 &
  bo_ear=$!
}

bo_nap() {
  sleep "$1" &
  bo_sleeper=$!
  # Not every sleep takes fractions.
  wait "$bo_sleeper" || sleep 1
}

# Sets bo_now, another text after each thing the step printed: the size of what is kept, and when the pipe was written to.
# Empty where that cannot be told; then nothing counts as silence.
bo_pulse() {
  bo_now=
  # Linux keeps a pipe's time; elsewhere only the size tells, as long as it grows.
  [ ! -s "$bo_dir/dropped" ] || [ -r /proc/uptime ] || return 0
  bo_now=$(stat -c '%s %y' "$bo_dir/out" "$bo_dir/pipe" || stat -f '%z %Fm' "$bo_dir/out" "$bo_dir/pipe")
}

# Sets bo_up, in hundredths of a second.
bo_uptime() {
  if [ -r /proc/uptime ]; then
    read -r bo_up bo_rest </proc/uptime
    bo_up=${bo_up%.*}${bo_up#*.}
  else
    bo_up=$(date +%s)00
  fi
}

bo_write_result() {
  printf '%s %s %s %s\n' "$@" >"$bo_dir/result.new" || return
  sync "$bo_dir/result.new" 2>/dev/null
  mv -f "$bo_dir/result.new" "$bo_dir/result"
}

# Runs a script that leaves nothing behind: no directory, no claim; it dies with its client.
bo_observe() {
  bo_require setsid
  bo_vault=
  if [ -n "$bo_sealed" ]; then
    bo_vault=$(mktemp -d "$bo_memory/backout.XXXXXXXXXX") && bo_secrets || bo_end=unprepared
  fi
  bo_uptime
  bo_started=$bo_up
  bo_say begin
  printf '%s\n' "$bo_script" |
    (bo_enter; exec setsid sh -euc 'bo_text=$(cat); exec </dev/null; eval "$bo_text"') 2>&1 4<&- &
  bo_child=$!
  bo_guard
  kill -KILL -"$bo_child" 2>/dev/null
  [ -z "$bo_vault" ] || rm -rf "$bo_vault"
  bo_uptime
  bo_say ended "$bo_end" "$bo_code" $(((bo_up - bo_started) * 10)) 0
}
