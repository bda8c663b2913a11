# Part of the runner: gets a step ready before its turn. Starting programs is what takes time, so while one step runs,
# the next one's shell is started already. It waits at its gate for one word of its own supervisor, which comes only after
# the claim; when the supervisor dies instead, the gate breaks and the shell ends without having read its script.

# Before the script, on its first line, so that the shell counts its lines as people do.
bo_gate='read -r bo_go <&3 || exit 126; exec 3<&-; unset bo_go; '

# bo_get_ready <n> <token>: the n-th step's shell at its gate (descriptors 6 and 7 are the gate's ends) and its pump.
bo_get_ready() {
  bo_ready=
  bo_then=$bo_at/$2/by.$bo_me
  [ -p "$bo_then/gate" ] || {
    mkdir -p "$bo_then" 2>/dev/null
    mkfifo "$bo_then/gate" "$bo_then/pipe" 2>/dev/null
  }
  "bo_text_$1"
  printf '%s%s\n' "$bo_gate" "$bo_script" >"$bo_then/script" || return 1
  # Opened for both ways first: opening one end alone would wait for the other.
  { command exec 7<>"$bo_then/gate" && command exec 6<"$bo_then/gate"; } 2>/dev/null || return 1
  # Closed by exec: a redirection of the whole subshell would leave a copy open in dash, and with it the lock held.
  (
    exec 9>&- 5>&- 6<&- 7>&-
    bo_dir=$bo_at/$2 bo_room=$bo_then
    bo_pump
  ) <"$bo_then/pipe" >/dev/null 2>&1 &
  bo_next_pump=$!
  # A background job ignores INT and QUIT, and so would every daemon the step starts; env undoes that where it can.
  (
    bo_tell_group || exit 126
    # Without the lock's descriptor: a daemon that the step leaves behind must not look like a running step. As long as
    # it is open, whoever asks waits; so whoever finds the lock free finds the group as well.
    exec 3<&6 9>&- 5>&- 6<&- 7>&-
    bo_enter "$1"
    set -- env --default-signal=INT,QUIT
    # Asked once per host: the answer costs a millisecond.
    [ -e "$bo_home/env-resets-signals" ] || { "$@" true 2>/dev/null && : >"$bo_home/env-resets-signals"; } || set --
    exec "$@" setsid sh -eu "$bo_then/script"
  ) </dev/null >"$bo_then/pipe" 2>&1 &
  bo_next_child=$!
  bo_ready=$1
}

# bo_get_ahead <n> <tokens from the n-th on>: the same before its turn, when a failure would show. A step with secrets waits
# for its turn: they are nowhere before its claim.
bo_get_ahead() {
  [ -n "$2" ] && ! command -v "bo_secrets_$1" >/dev/null || return 0
  bo_get_ready "$1" "${2%% *}" || bo_close_gate
}

# The word: from here on the script runs.
bo_let_go() {
  printf 'go\n' >&7
  bo_child=$bo_next_child bo_pumping=$bo_next_pump
  bo_close_gate
}

# Without the word, this ends whoever waits there.
bo_close_gate() {
  bo_ready=
  exec 6<&- 7>&-
}

# The step's process group to be, `<pid> <when it began>`, as /proc tells it.
bo_tell_group() {
  if [ -r /proc/self/stat ]; then
    read -r bo_stat </proc/self/stat
    bo_group=${bo_stat%% *}
    set -- ${bo_stat##*) }
    printf '%s %s\n' "$bo_group" "${20}" >"$bo_then/group"
  else
    sh -c 'echo $PPID' >"$bo_then/group"
  fi
}

# The world a script sees.
bo_enter() {
  umask "$bo_umask"
  LC_ALL=C.UTF-8
  export LC_ALL
  "bo_export_$1"
  cd "$HOME" || exit 126
}
