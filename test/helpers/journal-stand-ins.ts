/**
 * Stands in for journalctl: lines `<seconds> <unit> <message>` of the file `$JOURNAL`; the first process is the unit `init`. Of
 * what `$SEES` does not name it says nothing, as for an account without the right to read everything; `$REFUSES` is why it fails.
 */
export const journalctlStandIn = `#!/bin/sh
[ -z "\${REFUSES-}" ] || { echo "$REFUSES" >&2; exit 1; }
since=0 until=99999999999 unit= lines=99999
for word; do
  case $word in
    --since=@*) since=\${word#*@} ;;
    --until=@*) until=\${word#*@} ;;
    --unit=*) unit=\${word#*=} ;;
    _PID=1) unit=init ;;
    --lines=*) lines=\${word#*=} ;;
    --quiet | --no-pager | --output=cat) ;;
    *) echo "the stand-in does not know $word" >&2; exit 64 ;;
  esac
done
: "\${unit:=.}"
awk -v since="$since" -v until="$until" -v unit="\${unit%.service}" -v sees="\${SEES-}" '
  $1 >= since && $1 <= until && (unit == "." || $2 == unit) && (sees == "" || sees == unit) { sub(/^[^ ]+ [^ ]+ /, ""); print }
' "$JOURNAL" | tail -n "$lines"
`;

/** Stands in for systemctl: it knows the unit shop, and says so. */
export const systemctlStandIn = `#!/bin/sh
for unit; do :; done
if [ "\${unit%.service}" = shop ]; then echo LoadState=loaded; else echo LoadState=not-found; fi
`;
