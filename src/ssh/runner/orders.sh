# Part of the runner: hands a segment to the supervisor in Perl (perl/supervise.pl).

# Perl costs a segment one start and saves each step most of its own; supervise.sh serves where it is missing or unfit.
# What the account's environment tells every Perl to load might not fit this one.
bo_find_perl() {
  bo_perl=
  [ -r /proc/self/stat ] && [ -r /proc/uptime ] && [ -z "${PERL5OPT-}${PERL_UNICODE-}" ] || return 0
  ! command -v perl >/dev/null || bo_perl=1
}

# Starts Perl while there are no orders yet: to start it and to read its program is most of what a start costs. Its pipes have
# no name for longer than it takes to open them: 6 the orders, 7 what it says. Without orders it ends with this shell. What
# cannot be made now is made at the start.
bo_start_perl_ahead() {
  bo_waits=
  bo_make_world
  bo_find_perl
  [ -n "$bo_perl" ] && bo_pipes=$(mktemp -d "${TMPDIR:-/tmp}/backout-pipes.XXXXXXXXXX" 2>/dev/null) || return 0
  # Both ways first: opening one end alone would wait for the other.
  {
    mkfifo "$bo_pipes/orders" "$bo_pipes/words" &&
      command exec 8<>"$bo_pipes/orders" 6>"$bo_pipes/orders" 9<>"$bo_pipes/words" 7<"$bo_pipes/words" &&
      command exec 8<"$bo_pipes/orders" 9>"$bo_pipes/words" && bo_waits=1
  } 2>/dev/null
  rm -r "$bo_pipes"
  if [ -n "$bo_waits" ]; then
    # The client's end, for the one that will tell it: what runs with & has none of its own.
    exec 4<&0
    perl <&8 2>/dev/null 6>&- 7<&- 8<&- &
    # Whoever has half of the program must not be given orders to read on in.
    (printf '%s\n__END__\n' "$bo_perl_program") >&6 || bo_waits=
  fi
  exec 8<&- 9>&-
  [ -n "$bo_waits" ] || bo_give_up_waiting
}

# Ends the Perl that waits, if one does.
bo_give_up_waiting() {
  exec 6>&- 7<&-
  bo_waits=
}

# Has Perl run the steps and tell the client of them. Returns when it could not begin, or with what it has left to tell:
# bo_left, the number of the step, bo_passed, how much of its output was told, `-` when not even that it began, and bo_reason,
# why the supervisor would not go on. Perl says one line: `begun`, when there is a supervisor, and in the end `done`, `unfit`
# or `left <step> <passed> <reason, or ->`.
bo_run_in_perl() {
  bo_own=${bo_dir##*/}/lock.$bo_me bo_left= bo_words=
  if [ -n "${bo_waits-}" ]; then
    (bo_write_orders) >&6
    exec 6>&-
    read -r bo_words <&7
    bo_give_up_waiting
  else
    exec 3>&1
    bo_words=$({ printf '%s\n__END__\n' "$bo_perl_program"; bo_write_orders; } | perl 9>&1 >&3 2>/dev/null 3>&-)
    exec 3>&-
  fi
  case $bo_words in
    '' | *unfit) ;;
    'begun done')
      bo_clean
      bo_leave
      ;;
    'begun left '*)
      bo_words=${bo_words#begun left }
      bo_left=${bo_words%% *} bo_words=${bo_words#* }
      bo_passed=${bo_words%% *} bo_reason=${bo_words#* }
      [ "$bo_reason" != - ] || bo_reason=
      ;;
    # Who tells was ended. Nobody knows how much was told: the client asks again.
    *) bo_leave ;;
  esac
}

# In a subshell: the segment and its steps, each field ended by a NUL, and `end` last: whoever reads less begins nothing. No
# value in any argument list or environment.
bo_write_orders() {
  eval "$bo_order"
  bo_export() { printf '%s\0%s\0' "$1" "$2"; }
  bo_export_file() { :; }
  bo_secret() { printf '%s\0%s\0' "$1" "$2"; }
  printf '%s\0' "$bo_at" "$bo_own" "$bo_umask" "$bo_grace" "$bo_beat" "$bo_cap" "$bo_tail_cap" "$bo_memory" \
    "$bo_fence" "$bo_epoch" "$bo_home/locks/$bo_system" "$bo_run" "$bo_nonce"
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
