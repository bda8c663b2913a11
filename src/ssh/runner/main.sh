# The runner: what Backout sends to a host's `sh` to run steps once, to attach to them, to ask about them or to stop them.
# Of its parts (the files beside this one) those travel that a call needs; upload.ts says which.
#
# It arrives on standard input inside one { } group and is read whole before it runs (see upload.ts), so a truncated
# upload is a syntax error and runs nothing. To a shell that waits for a start the parts may come ahead, in a group of their own;
# then the values follow in a second one. It must pass under dash, busybox sh and bash --posix. Values come as bo_* variables:
#   bo_mode      ensure | ask | forbid | cancel | observe | inspect | unlock | locks; supervise within the host
#   bo_nonce     random per upload; marks the runner's own lines in a stream that otherwise carries the steps' output
#   bo_steps     ensure: `<token> <digest>` of each step, in order      bo_tokens   forbid, cancel: the last one first
#   bo_token     ask: names the step for ever, with bo_digest           bo_offset   bytes of output the client has already
#   bo_journal, bo_epoch   who sends this (see bo_heed_fence)           bo_system, bo_run, bo_lock_text   see locks.sh
#   bo_grace     seconds between TERM and KILL                          bo_cap, bo_tail_cap   bytes of output kept
#   bo_sealed    `yes` when a script wants secrets                      bo_beat     seconds between two beats of the clock
#   bo_order     text that defines bo_load_<n>, bo_text_<n>, bo_export_<n> and bo_secrets_<n> for the n-th step (see order-text.ts)
#   bo_program   the parts for the supervisor
#
# Making a file can cost more than running a small step, so there are few. A step's directory $HOME/.backout/steps/<token>/
# holds:
#   claim    made by the supervisor with O_EXCL before anything runs: who made it runs the step. One line:
#            `<digest> <boot> <pid> <lock>`, or `void` when the step must never run
#   in.<boot>  made and synced before any step of the segment begins: the step may begin, or have begun, in this boot
#            of the host. Claims are not synced one by one, so a power cut may take one back; with this mark the step
#            still counts as one that may have run. While a step runs longer than a second, those after it have none.
#   out      the first bo_cap bytes of the output, if any; tail.*: the last ones beyond it
#   result   written last, one whole line: `<end> <code> <ms> <bytes beyond out>`. Without it nobody knows the end.
#            `unneeded 0` and `unclear -` are the ends of a step of which only its condition ran
#   lock.*   flocked by the supervisor of a segment for as long as it lives, in the directory of the segment's first
#            step: liveness is this lock, never a pid. It has a line for each step's shell, `<token> <group> <when it began>`
#   by.*/    beside that lock: the scripts of the segment, and in sh its pipes
#
# Answers are one line each, `<nonce> <word> ...`; a step's output stands between `begin` and the next one.

bo_main() {
  bo_make_world
  bo_home=${HOME-}/.backout
  bo_at=$bo_home/steps
  bo_fence=$bo_home/fences/$bo_journal
  case $bo_mode in
    supervise) bo_supervise ;;
    *) bo_serve ;;
  esac
  exit 0
}

# What this shell and its programs find. The supervisor is told the login's umask; its own is narrower by then.
bo_make_world() {
  bo_umask=${bo_umask:-$(umask)}
  umask 077
  PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  LC_ALL=C
  export PATH LC_ALL
}

# For a script: its text is UTF-8, everything else as nobody's country has it. LC_ALL=C.UTF-8 would say the same, and have each
# program read a dozen files more; empty it says nothing, and is there for scripts that look at it.
bo_set_locale() {
  unset LANG LC_ADDRESS LC_COLLATE LC_IDENTIFICATION LC_MEASUREMENT LC_MESSAGES LC_MONETARY LC_NAME LC_NUMERIC LC_PAPER \
    LC_TELEPHONE LC_TIME
  LC_CTYPE=C.UTF-8 LC_ALL=
  export LC_CTYPE LC_ALL
}

# The part that talks to the client, and ends when the client does.
bo_serve() {
  exec 4<&0
  bo_watcher=
  "bo_$bo_mode"
  bo_leave
}

bo_leave() {
  kill $bo_watcher ${bo_clock-} 2>/dev/null
  exit 0
}

bo_say() { printf '%s %s\n' "$bo_nonce" "$*"; }

# bo_refuse <word> <reason> <what to do about it>: nothing was touched.
bo_refuse() {
  bo_say refused "$1" "$2|$3"
  bo_leave
}

# Ends this shell with its client, who keeps its end open while it listens: end of file means that it is gone.
bo_watch_client() {
  trap bo_leave TERM
  (read -r bo_gone <&4; while bo_has_parent; do kill -TERM $$; sleep 1; done) >/dev/null 2>&1 &
  bo_watcher=$!
}

# In a subshell: whether the shell that it comes from still lives. Its pid alone might be another's by now.
bo_has_parent() {
  [ -r /proc/self/stat ] || { kill -0 $$ 2>/dev/null; return; }
  read -r bo_stat </proc/self/stat
  # `<pid> (<name>) <state> <parent> ...`, where the name may hold anything.
  set -- ${bo_stat##*) }
  [ "$2" = $$ ]
}

bo_require() {
  bo_lack=
  for bo_tool in "$@"; do
    command -v "$bo_tool" >/dev/null 2>&1 || bo_lack="$bo_lack${bo_lack:+, }$bo_tool"
  done
  [ -z "$bo_lack" ] || bo_refuse unsuitable "the host lacks $bo_lack" "install util-linux or busybox"
  # An external printf would show values in the list of processes. (And a $(...) here would cost each call a fork.)
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
    { [ -d "$BACKOUT_SECRETS_DIR" ] || [ "$bo_mode" = inspect ] || mkdir -p "$BACKOUT_SECRETS_DIR" 2>/dev/null; } &&
      bo_memory=$BACKOUT_SECRETS_DIR && return
  fi
  for bo_candidate in "${XDG_RUNTIME_DIR:-}" /dev/shm; do
    [ -d "$bo_candidate" ] && [ -w "$bo_candidate" ] || continue
    [ "$(stat -f -c %T "$bo_candidate" 2>/dev/null)" = tmpfs ] && bo_memory=$bo_candidate && return
  done
  bo_refuse unsuitable "no directory in memory for secrets" "mount a tmpfs on /dev/shm or set BACKOUT_SECRETS_DIR"
}

# Makes this account's directories, unless they are there and are its own. Sets bo_is_new when nothing was there: one program
# makes all of them then.
bo_open_state() {
  [ -d "${HOME-}" ] || bo_refuse unsuitable "HOME is no directory" "give the user a home directory"
  bo_is_new=
  if [ ! -e "$bo_home" ]; then
    ! mkdir -m 700 "$bo_home" "$bo_at" "$bo_home/locks" "$bo_home/fences" 2>/dev/null || bo_is_new=1
  fi
  for bo_each in "$bo_home" "$bo_at" "$bo_home/locks" "$bo_home/fences"; do bo_own_directory "$bo_each"; done
}

bo_own_directory() {
  [ -d "$1" ] || mkdir "$1" 2>/dev/null || [ -d "$1" ] ||
    bo_refuse unsuitable "$1 cannot be made" "make the home directory writable and free space"
  [ ! -h "$1" ] && [ -O "$1" ] && [ -w "$1" ] ||
    bo_refuse unsuitable "$1 is not a writable directory of this user" "remove it or give it to the user"
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
