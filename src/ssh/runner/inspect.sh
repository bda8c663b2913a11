# Part of the runner: whether this host can keep the promise, asked before anything is sent. Touches nothing.

bo_inspect() {
  bo_require setsid flock mkfifo dd mktemp
  [ -d "${HOME-}" ] || bo_refuse unsuitable "HOME is no directory" "give the user a home directory"
  bo_say done
}
