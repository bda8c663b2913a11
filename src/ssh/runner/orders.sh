# Part of the runner: hands a segment to the supervisor in Perl (perl/supervise.pl).

# Perl costs a segment one start and saves each step most of its own; supervise.sh serves where it is missing or unfit.
# What the account's environment tells every Perl to load might not fit this one.
bo_find_perl() {
  bo_perl=
  [ -r /proc/self/stat ] && [ -r /proc/uptime ] && [ -z "${PERL5OPT-}${PERL_UNICODE-}" ] || return 0
  ! command -v perl >/dev/null || bo_perl=1
}

# Starts Perl while there are no orders yet: to start it and to read its program is most of what a start costs. Its pipes have
# no name for longer than it takes to open them: 5 the events, 6 the orders, 7 how it ends. Without orders it ends with this
# shell. What cannot be made now is made at the start.
bo_start_perl_ahead() {
  bo_waits=
  bo_make_world
  bo_find_perl
  [ -n "$bo_perl" ] && bo_pipes=$(mktemp -d "${TMPDIR:-/tmp}/backout-pipes.XXXXXXXXXX" 2>/dev/null) || return 0
  # Both ways first: opening one end alone would wait for the other.
  {
    mkfifo "$bo_pipes/events" "$bo_pipes/orders" "$bo_pipes/end" &&
      command exec 5<>"$bo_pipes/events" 8<>"$bo_pipes/orders" 6>"$bo_pipes/orders" 9<>"$bo_pipes/end" 7<"$bo_pipes/end" &&
      command exec 8<"$bo_pipes/orders" 9>"$bo_pipes/end" && bo_waits=1
  } 2>/dev/null
  rm -r "$bo_pipes"
  if [ -n "$bo_waits" ]; then
    perl <&8 >/dev/null 2>&1 6>&- 7<&- 8<&- &
    # Whoever has half of the program must not be given orders to read on in.
    (printf '%s\n__END__\n' "$bo_perl_program") >&6 || bo_waits=
  fi
  exec 8<&- 9>&-
  [ -n "$bo_waits" ] || bo_give_up_waiting
}

# Ends the Perl that waits, if one does.
bo_give_up_waiting() {
  exec 5>&- 6>&- 7<&-
  bo_waits=
}

# Fails when it could not begin. Once it has claimed a step nobody may follow it: they would share a room.
bo_supervise_in_perl() {
  if [ -n "${bo_waits-}" ]; then
    # To the one that waits. It says 0 last of all; the pipe that ends without a word has lost it.
    (bo_write_orders) >&6
    exec 6>&-
    bo_code=
    read -r bo_code <&7
    exec 7<&-
    [ "$bo_code" = 0 ]
  else
    { printf '%s\n__END__\n' "$bo_perl_program"; bo_write_orders; } | perl 9>&-
  fi || [ -e "$bo_dir/claim" ]
}

# In a subshell: the segment and its steps, each field ended by a NUL, and `end` last: whoever reads less begins nothing. No
# value in any argument list or environment.
bo_write_orders() {
  eval "$bo_order"
  bo_export() { printf '%s\0%s\0' "$1" "$2"; }
  bo_export_file() { :; }
  bo_secret() { printf '%s\0%s\0' "$1" "$2"; }
  printf '%s\0' "$bo_at" "$bo_own" "$bo_umask" "$bo_grace" "$bo_beat" "$bo_cap" "$bo_tail_cap" "$bo_memory" \
    "$bo_fence" "$bo_epoch" "$bo_home/locks/$bo_system" "$bo_run"
  bo_k=$bo_n
  while command -v "bo_load_$bo_k" >/dev/null; do
    "bo_load_$bo_k" && "bo_text_$bo_k" || return 1
    printf '%s\0' "$bo_token" "$bo_digest" "$bo_deadline" "$bo_silence" "$bo_unneeded" "$bo_unclear" "$bo_script"
    "bo_export_$bo_k"
    printf '\0'
    [ -z "$bo_sealed" ] || "bo_secrets_$bo_k" || return 1
    printf '\0'
    bo_k=$((bo_k + 1))
  done
  printf 'end\0'
}
