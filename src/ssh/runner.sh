# The runner: what Backout sends to a host's `sh` to run a step once, to attach to it, to ask about it or to stop it.
#
# It arrives on standard input inside one { } group and is read whole before it runs (see upload.ts), so a truncated
# upload is a syntax error and runs nothing. It must pass under dash, busybox sh and bash --posix. Values come as bo_* variables:
#   bo_mode      ensure | ask | cancel | observe | supervise
#   bo_nonce     random per upload; marks the runner's own lines in a stream that otherwise carries the step's output
#   bo_token     names the step for ever          bo_offset    bytes of output the client has already
#   bo_digest    of the script and its values     bo_deadline  seconds; bo_grace: seconds between TERM and KILL
#   bo_cap       bytes of output kept             bo_sealed    `yes` when the script wants secrets
#   bo_order     text that defines bo_script, bo_export and bo_secrets      bo_program  this file
#
# A step's directory $HOME/.backout/steps/<token>/ holds:
#   lock    flocked by the supervisor for as long as it lives: liveness is the lock, never a pid
#   claim/  made by the supervisor with mkdir, under the lock, before anything runs: who made it runs the step
#   result  written last, by rename: `<end> <code> <ms> <bytes dropped>`. Without it nobody knows the end.
#
# Answers are one line each, `<nonce> <word> ...`; the step's output stands between `begin` and the last one.

bo_main() {
  bo_umask=${bo_umask:-$(umask)}
  umask 077
  PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  LC_ALL=C
  export PATH LC_ALL
  bo_dir=${HOME-}/.backout/steps/$bo_token
  case $bo_mode in
    supervise) bo_supervise ;;
    *) bo_serve ;;
  esac
  exit 0
}

# The part that talks to the client, and ends when the client does.
bo_serve() {
  exec 4<&0
  bo_helpers= bo_asked= bo_disturbed=
  trap bo_leave TERM
  # The client keeps its end open while it listens; end of file means that it is gone.
  (read -r bo_gone <&4; while kill -TERM $$; do sleep 1; done) >/dev/null 2>&1 &
  bo_watcher=$!
  "bo_$bo_mode"
  # The clock may have missed its first TERM (see bo_follow).
  kill "$bo_watcher" ${bo_clock-} 2>/dev/null
}

bo_leave() {
  for bo_helper in $bo_helpers; do kill "$bo_helper" 2>/dev/null; done
  [ "$bo_mode" = observe ] && bo_asked=cancelled && bo_disturbed=1 && return
  exit 0
}

bo_say() { printf '%s %s\n' "$bo_nonce" "$*"; }

# bo_refuse <word> <reason> <what to do about it>: nothing was touched.
bo_refuse() {
  bo_say refused "$1" "$2|$3"
  kill "$bo_watcher" 2>/dev/null
  exit 0
}

bo_require() {
  for bo_tool in "$@"; do
    command -v "$bo_tool" >/dev/null 2>&1 || bo_refuse unsuitable "$bo_tool is missing" "install util-linux or busybox"
  done
  # An external printf would show values in the list of processes. (And a $(...) here would cost each step a fork.)
  bo_path=$PATH PATH=/nonexistent
  printf '' 2>/dev/null || {
    PATH=$bo_path
    bo_refuse unsuitable "printf is no builtin of this host's sh" "make sh dash, bash or busybox"
  }
  PATH=$bo_path
  bo_memory=
  [ -z "$bo_sealed" ] || bo_find_memory
}

# Secrets never reach a disk: their files live in memory or nowhere.
bo_find_memory() {
  if [ -n "${BACKOUT_SECRETS_DIR:-}" ]; then
    mkdir -p "$BACKOUT_SECRETS_DIR" 2>/dev/null && bo_memory=$BACKOUT_SECRETS_DIR && return
  fi
  for bo_candidate in "${XDG_RUNTIME_DIR:-}" /dev/shm; do
    [ -d "$bo_candidate" ] && [ -w "$bo_candidate" ] || continue
    [ "$(stat -f -c %T "$bo_candidate" 2>/dev/null)" = tmpfs ] && bo_memory=$bo_candidate && return
  done
  bo_refuse unsuitable "no directory in memory for secrets" "mount a tmpfs on /dev/shm or set BACKOUT_SECRETS_DIR"
}

bo_open_state() {
  [ -d "${HOME-}" ] || bo_refuse unsuitable "HOME is no directory" "give the user a home directory"
  for bo_each in "$HOME/.backout" "$HOME/.backout/steps" "$bo_dir"; do
    [ -d "$bo_each" ] || mkdir "$bo_each" 2>/dev/null || [ -d "$bo_each" ] ||
      bo_refuse unsuitable "$bo_each cannot be made" "make the home directory writable and free space"
    [ ! -h "$bo_each" ] && [ -O "$bo_each" ] && [ -w "$bo_each" ] ||
      bo_refuse unsuitable "$bo_each is not a writable directory of this user" "remove it or give it to the user"
  done
}

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
bo_cap='$bo_cap' bo_sealed='$bo_sealed' bo_memory='$bo_memory' bo_umask='$bo_umask'
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

bo_ask() {
  if [ ! -d "$bo_dir/claim" ]; then
    bo_say absent
    return
  fi
  bo_require flock
  bo_compare
  if [ ! -s "$bo_dir/result" ] && bo_is_running; then
    bo_say running
    return
  fi
  bo_skip
  bo_say begin
  cat <&3
  bo_judge
}

# The boot is asked first: after a restart the lock would be free as well, but for another reason.
bo_is_running() {
  bo_boot=
  [ ! -s "$bo_dir/claim/facts" ] || read -r bo_known bo_boot bo_rest <"$bo_dir/claim/facts"
  bo_boot_id
  [ -n "$bo_boot" ] && [ "$bo_boot" != "$bo_id" ] && return 1
  bo_is_alive
}

# Stops a step, or, where none was ever started, claims its token so that none ever will.
bo_cancel() {
  bo_require flock
  bo_open_state
  exec 9>>"$bo_dir/lock"
  bo_tries=0
  while [ ! -d "$bo_dir/claim" ] && [ "$bo_tries" -lt 100 ]; do
    if flock -n 9 && mkdir "$bo_dir/claim" 2>/dev/null; then
      bo_write_result void - 0 0
      : >>"$bo_dir/out"
    else
      # A supervisor holds the lock and is about to claim.
      sleep 0.05
      bo_tries=$((bo_tries + 1))
    fi
  done
  exec 9>&-
  if [ ! -s "$bo_dir/result" ]; then
    { :; } 2>/dev/null >"$bo_dir/cancel" || bo_refuse unsuitable "$bo_dir cannot be written" "free space"
    bo_signal_supervisor
    [ -s "$bo_dir/result" ] || bo_stop_orphan
  fi
  bo_judge
}

bo_signal_supervisor() {
  bo_tries=0
  while [ ! -s "$bo_dir/claim/facts" ] && [ "$bo_tries" -lt 100 ] && bo_is_alive; do
    sleep 0.05
    bo_tries=$((bo_tries + 1))
  done
  bo_pid=
  [ ! -s "$bo_dir/claim/facts" ] || read -r bo_known bo_boot bo_pid <"$bo_dir/claim/facts"
  # While the lock is held its holder lives, so the pid is still its own. Again, in case it came just before a wait.
  while [ -n "$bo_pid" ] && bo_is_running; do
    kill -TERM "$bo_pid" 2>/dev/null
    bo_tries=0
    while [ "$bo_tries" -lt 20 ] && bo_is_alive; do
      sleep 0.05
      bo_tries=$((bo_tries + 1))
    done
  done
}

# A killed supervisor leaves its step running. Whose process it is, its own command line tells, even if pids were reused.
bo_stop_orphan() {
  bo_child=
  [ ! -s "$bo_dir/group" ] || read -r bo_child <"$bo_dir/group"
  [ -n "$bo_child" ] && [ -r "/proc/$bo_child/cmdline" ] || return 0
  case $(tr '\000' ' ' <"/proc/$bo_child/cmdline") in *" $bo_dir/script "*) ;; *) return 0 ;; esac
  exec 9>>"$bo_dir/lock"
  flock -n 9 || return 0
  kill -TERM -"$bo_child" 2>/dev/null
  bo_stop_rest
  bo_write_result cancelled - 0 0
  exec 9>&-
  bo_forget_secrets
}

# Once a day, removes directories whose result is older than 14 days; one without a result is evidence and stays.
bo_clean() {
  exec >/dev/null 2>&1 3<&- 4<&-
  [ -z "$(find "$HOME/.backout/cleaned" -mtime -1)" ] || return 0
  : >"$HOME/.backout/cleaned"
  chmod 700 "$HOME/.backout"
  rm -rf "$HOME"/.backout/removing.*
  find "$HOME/.backout/steps" -mindepth 2 -maxdepth 2 -name result -size +0 -mtime +13 |
    while read -r bo_old; do
      bo_old=${bo_old%/result}
      [ -s "$bo_old/result" ] && mv "$bo_old" "$HOME/.backout/removing.$$" && rm -rf "$HOME/.backout/removing.$$"
    done
}

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
  bo_rang=
  bo_alarm "$bo_deadline"
  while :; do
    bo_disturbed=
    [ -z "$bo_asked" ] || bo_stop
    wait "$bo_child"
    bo_code=$?
    # A wait that a signal disturbed tells the child's own code only if the child is gone.
    [ -n "$bo_disturbed" ] && kill -0 "$bo_child" 2>/dev/null || break
  done
  kill "$bo_clock" 2>/dev/null
  [ "$bo_end" = exited ] || bo_stop_rest
}

# TERM to the whole group at the first call, KILL when the grace is over.
bo_stop() {
  if [ "$bo_end" = exited ]; then
    bo_end=$bo_asked bo_rang=
    kill "$bo_clock" 2>/dev/null
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
