# Stand-in for sudo: -n, -u root or the own account, -l <command>, --, and a command from the list in the file $1.
# Anything else is refused as sudo refuses what would need a password. It runs the command as the account itself.
list=$1
shift
own=$(id -un)
ask='a terminal is required to read the password'
wants=run
while :; do
  case ${1-} in
    -n | --non-interactive) ask='a password is required' && shift ;;
    -u | --user)
      case ${2-} in
        root | "$own" | "${USER-}") shift 2 ;;
        *) echo "sudo: unknown user or not allowed: ${2-}" >&2 && exit 1 ;;
      esac
      ;;
    -l | --list) wants=list && shift ;;
    --) shift && break ;;
    -*) echo "sudo: the stand-in does not know $1" >&2 && exit 1 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || { [ "$wants" = list ] && exec grep -v '^#' "$list"; echo 'usage: sudo -n [-u user] command' >&2; exit 1; }
name=${1##*/}
if ! grep -qxF -- "$name" "$list"; then
  echo "sudo: $ask" >&2
  exit 1
fi
path=$(command -v "$name")
[ "$wants" = run ] || { shift && echo "$path${1+ $*}" && exit 0; }
shift
SUDO_USER=${USER-$own} exec "$path" "$@"
