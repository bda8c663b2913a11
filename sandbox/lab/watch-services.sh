#!/bin/bash
# Writes down once a second what systemd and supervisor know of a host's programs, for whoever looks at the disk from outside.
# Usage: watch-services.sh FILE UNIT... -- PROGRAM...
file=$1
shift
units=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  units+=("$1")
  shift
done
shift
while :; do
  {
    systemctl show --timestamp=unix --property=Id,ActiveState,SubState,MainPID,StateChangeTimestamp -- "${units[@]}"
    for program in "$@"; do
      echo
      status=$(supervisorctl status "$program")
      pid=$(sed -n 's/.* pid \([0-9]*\),.*/\1/p' <<<"$status")
      printf 'Id=%s\nSupervisor=%s\nMainPID=%s\n' "$program" "$(awk '{ print $2 }' <<<"$status")" "${pid:-0}"
      [ -z "$pid" ] || stat --format=StateChangeTimestamp=@%Y "/proc/$pid"
    done
  } >"$file.new" 2>/dev/null
  mv "$file.new" "$file"
  sleep 1
done
