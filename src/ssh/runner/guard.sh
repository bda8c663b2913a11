# Part of the runner: watches over a running script, and ends it when it must be ended.
#
# What a script started and put into a session of its own (setsid) lives on when the script is ended: to find it, every
# process of the host would have to be looked at, and a service that was meant to stay could not be told from the rest.

bo_open_vault() { bo_vault=$(mktemp -d "$bo_memory/backout.XXXXXXXXXX"); }

# bo_secret <name> <content>
bo_secret() { printf '%s' "$2" >"$bo_vault/$1"; }

# bo_export <name> <value>; bo_export_file <name of a secret>
bo_export() { export "$1=$2"; }
bo_export_file() { export "$1_FILE=$bo_vault/$1"; }

# USR1 to this shell at every beat, for as long as it lives: `wait` then returns, and there is time to look around.
bo_start_clock() {
  trap 'bo_disturbed=1' USR1
  (
    exec 3<&- 4>&- 5>&- 6>&- 7>&- 9>&-
    while { sleep "$bo_beat" || sleep 1; } && bo_has_parent; do kill -USR1 $$; done
  ) </dev/null >/dev/null 2>&1 &
  bo_clock=$!
}

# Waits for bo_child's end, enforcing the deadline and requests to stop; sets bo_end and bo_code.
bo_guard() {
  bo_end=exited bo_due=$((bo_started + bo_deadline)) bo_heard=$bo_started bo_now= bo_look_at=0
  while :; do
    [ -z "$bo_asked" ] || [ "$bo_end" != exited ] || bo_stop
    bo_disturbed=
    bo_wait "$bo_child" && break
    bo_look_around
  done
  [ "$bo_end" = exited ] || bo_stop_rest "$bo_child"
}

# Waits for a child and sets bo_code; fails when a signal came before its end.
bo_wait() {
  wait "$1"
  bo_code=$?
  [ -n "$bo_disturbed" ] && [ "$bo_code" -gt 128 ] || return 0
  ! kill -0 "$1" 2>/dev/null || return 1
  # Both at once: what was told may be the signal's number. A shell that told the child's own has forgotten it by now.
  wait "$1"
  bo_second=$?
  [ "$bo_second" -eq 127 ] || bo_code=$bo_second
}

bo_look_around() {
  bo_uptime
  if [ "$bo_end" != exited ]; then
    [ "$bo_up" -lt "$bo_due" ] || kill -KILL -"$bo_child" 2>/dev/null
    return
  fi
  [ -z "${bo_marked-}" ] || [ $((bo_up - bo_started)) -lt 100 ] || {
    bo_marked=
    (bo_unmark) &
    bo_syncing=$!
  }
  [ "$bo_up" -lt "$bo_due" ] || bo_asked=${bo_asked:-timed-out}
  [ -z "$bo_silence" ] || [ "$bo_up" -lt "$bo_look_at" ] || bo_listen
}

# TERM to the whole group; KILL comes when the grace is over.
bo_stop() {
  bo_end=$bo_asked
  bo_uptime
  bo_due=$((bo_up + bo_grace * 100))
  # Before its setsid the child is not yet a group.
  kill -TERM -"$bo_child" 2>/dev/null || kill -TERM "$bo_child" 2>/dev/null
}

# Ten looks at least in the span in which a step may be silent.
bo_listen() {
  bo_look_at=$((bo_up + bo_silence / 10)) bo_last=$bo_now
  bo_pulse
  if [ -z "$bo_now" ] || [ "$bo_last" != "$bo_now" ]; then
    bo_heard=$bo_up
  elif [ $((bo_up - bo_heard)) -ge "$bo_silence" ]; then
    bo_asked=${bo_asked:-silent}
  fi
}

# Sets bo_now, another text after each thing the step printed: the size of what is kept, and when the pipe was written to.
# Empty where that cannot be told; then nothing counts as silence.
bo_pulse() {
  bo_now=
  # Linux keeps a pipe's time; elsewhere only the size tells, as long as it grows.
  [ ! -s "$bo_dir/extra.$bo_me" ] || [ -r /proc/uptime ] || return 0
  bo_now=$(stat -c '%s %y' "$bo_dir/out" "$bo_room/pipe.$bo_n" || stat -f '%z %Fm' "$bo_dir/out" "$bo_room/pipe.$bo_n")
}

# bo_pump <n>: keeps the first bo_cap bytes of its input in `out`, then the last bo_tail_cap ones in `tail.*`, and reads on to
# the end, so that a flood never stops the step. It outlives the step when a daemon holds the pipe: a daemon must not die of
# a broken one.
bo_pump() {
  bo_left=$bo_cap bo_pumped=$bo_room/pumped.$1
  while [ "$bo_left" -ge 4096 ]; do
    bo_blocks=$((bo_left / 4096))
    dd bs=4096 count="$bo_blocks" 2>"$bo_pumped" >>"$bo_dir/out" || break
    bo_read_pumped
    # dd counts reads, however short; fewer than asked for means the end.
    [ "$bo_reads" -ge "$bo_blocks" ] || return 0
    bo_left=$((bo_left - bo_bytes))
  done
  # How many there are is not known until the end.
  printf '1\n' >"$bo_dir/extra.$bo_me"
  dd bs=65536 2>"$bo_pumped" | tail -c "$bo_tail_cap" >"$bo_dir/tail.$bo_me.new"
  bo_read_pumped
  if [ "$bo_bytes" -eq 0 ]; then
    : >"$bo_dir/extra.$bo_me"
  else
    mv -f "$bo_dir/tail.$bo_me.new" "$bo_dir/tail.$bo_me"
    printf '%s\n' "$bo_bytes" >"$bo_dir/extra.$bo_me"
  fi
  cat >/dev/null
}

# Reads what dd said: `4+17 records in`, ..., `24000 bytes ... copied`, among whatever else it had to say.
bo_read_pumped() {
  bo_reads=0 bo_bytes=0
  while read -r bo_first bo_second bo_rest; do
    case "$bo_second $bo_rest" in
      'records in') bo_reads=$((${bo_first%+*} + ${bo_first#*+})) ;;
      bytes\ *) bo_bytes=$bo_first ;;
    esac
  done <"$bo_pumped"
}

# Waits until the pump has kept what the step wrote: its end, or, when a daemon holds the pipe, its silence.
bo_settle() {
  bo_kept=$bo_code bo_asked= bo_disturbed=
  if ! bo_wait "$bo_pumping"; then
    bo_now=- bo_last= bo_tries=0
    while [ "$bo_now" != "$bo_last" ] && [ "$bo_tries" -lt 20 ] && kill -0 "$bo_pumping" 2>/dev/null; do
      sleep 0.1 || sleep 1
      bo_last=$bo_now
      bo_pulse
      # What came after a flood is known only when the pump has seen its end.
      [ ! -s "$bo_dir/extra.$bo_me" ] || [ -s "$bo_dir/tail.$bo_me" ] || bo_last=
      bo_tries=$((bo_tries + 1))
    done
  fi
  bo_code=$bo_kept
}
