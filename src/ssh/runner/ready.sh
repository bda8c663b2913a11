# Part of the runner: gets steps ready before their turn. Starting programs is what takes time, so while one step runs,
# the next ones' shells are started already. Each waits at its gate for one word of its own supervisor, which comes only
# after the claim; when the supervisor dies instead, the gate breaks and the shell ends without having read its script.
# Up to three gates are open at a time; the supervisor's ends of them are the descriptors 4, 6 and 7.

# Before the script, on its first line, so that the shell counts its lines as people do. Until then the shell stands beside
# its script: with a path of no name but `script.<n>`, no `pkill -f` of the step before it means the step that waits.
bo_gate='read -r bo_go <&3 || exit 126; exec 3<&-; cd "$HOME" || exit 126; unset bo_go OLDPWD; '

# Sets bo_fd: the descriptor of the n-th step's gate.
bo_gate_of() {
  case $(($1 % 3)) in 0) bo_fd=4 ;; 1) bo_fd=6 ;; 2) bo_fd=7 ;; esac
}

# bo_get_ready <n> <token>: the n-th step's shell at its gate, and its pump.
bo_get_ready() {
  bo_gate_of "$1"
  [ -p "$bo_room/gate.$1" ] || {
    mkdir -p "$bo_room" "$bo_at/$2" 2>/dev/null
    mkfifo "$bo_room/gate.$1" "$bo_room/pipe.$1" 2>/dev/null
  }
  "bo_text_$1"
  printf '%s%s\n' "$bo_gate" "$bo_script" >"$bo_room/script.$1" || return 1
  # For bo_pulse.
  { :; } 2>/dev/null >>"$bo_at/$2/out" || return 1
  # Both ways first: opening one end alone would wait for the other, for ever if a kill comes between.
  {
    command exec 8<>"$bo_room/pipe.$1" && command exec 3<"$bo_room/pipe.$1" && command exec 8>"$bo_room/pipe.$1"
  } 2>/dev/null || return 1
  # Closed by exec: a redirection of the whole subshell would leave a copy open in dash, and with it the lock held.
  (
    exec 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    exec <&3 3<&- >/dev/null 2>&1
    bo_dir=$bo_at/$2
    bo_pump "$1"
  ) &
  eval "bo_pump_$1=\$!"
  { eval "command exec $bo_fd<>\"\$bo_room/gate.$1\"" && command exec 3<"$bo_room/gate.$1"; } 2>/dev/null || {
    exec 3<&- 8>&-
    return 1
  }
  # A background job ignores INT and QUIT, and so would every daemon the step starts; env undoes that where it can.
  (
    bo_tell_group "$2" || exit 126
    # Without the lock's descriptor: a daemon that the step leaves behind must not look like a running step. As long as
    # it is open, whoever asks waits; so whoever finds the lock free finds the group as well.
    exec 4>&- 5>&- 6>&- 7>&- 9>&-
    exec </dev/null >&8 2>&8 8>&-
    bo_enter "$1"
    bo_file=./script.$1
    set -- env --default-signal=INT,QUIT
    # Asked once per host: the answer costs a millisecond.
    [ -e "$bo_home/env-resets-signals" ] || { "$@" true 2>/dev/null && : >"$bo_home/env-resets-signals"; } || set --
    exec "$@" setsid sh -eu "$bo_file"
  ) &
  eval "bo_shell_$1=\$!"
  exec 3<&- 8>&-
  bo_ready=$1
}

# bo_get_ahead <n>: the same for the steps after the last that is ready, up to the n-th. A step with secrets, and what
# follows it, waits for its turn: secrets are nowhere before their step's claim. A failure shows when a step's turn comes.
bo_get_ahead() {
  bo_k=$bo_n
  for bo_each in $bo_tokens; do
    [ "$bo_k" -le "$1" ] && ! command -v "bo_secrets_$bo_k" >/dev/null || return 0
    [ "$bo_k" -le "$bo_ready" ] || bo_get_ready "$bo_k" "$bo_each" || return 0
    bo_k=$((bo_k + 1))
  done
}

# The word: from here on the script runs.
bo_let_go() {
  bo_gate_of "$bo_n"
  eval "printf 'go\n' >&$bo_fd; exec $bo_fd>&-; bo_child=\$bo_shell_$bo_n bo_pumping=\$bo_pump_$bo_n"
}

# Without the word, this ends whoever waits.
bo_close_gates() { exec 4>&- 6>&- 7>&-; }

# bo_tell_group <token>: notes the step's process group to be, as /proc tells it.
bo_tell_group() {
  bo_told=$1
  if [ -r /proc/self/stat ]; then
    read -r bo_stat </proc/self/stat
    bo_group=${bo_stat%% *}
    set -- ${bo_stat##*) }
    printf '%s %s %s\n' "$bo_told" "$bo_group" "${20}" >>"$bo_at/$bo_own"
  else
    bo_told=$bo_told sh -c 'echo "$bo_told $PPID"' >>"$bo_at/$bo_own"
  fi
}

# The world a script sees, but for the directory.
bo_enter() {
  umask "$bo_umask"
  bo_set_locale
  "bo_export_$1"
  cd "$bo_room" || exit 126
}
