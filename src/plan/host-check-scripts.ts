import type { z } from 'zod';
import { LAST_WORDS } from '../domain/log-mark.js';
import type { checksumSchema, logSchema, spaceSchema } from './host-check-schema.js';

type Checksum = z.output<typeof checksumSchema>;
type Log = Pick<z.output<typeof logSchema>, 'without'>;
type Space = z.output<typeof spaceSchema>;

const SUM = `if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
stop() { printf '%s\\n' "$1"; exit 2; }
same=yes
compare() {
  for file in "$1" "$2"; do [ -f "$file" ] || stop "no such file: $file"; done
  ours=$($sum <"$1") || stop "cannot read $1"
  theirs=$($sum <"$2") || stop "cannot read $2"
  if [ "$ours" = "$theirs" ]; then printf 'same: %s %s\\n' "$1" "\${ours%% *}"; return; fi
  printf 'different: %s %s, %s %s\\n' "$1" "\${ours%% *}" "$2" "\${theirs%% *}"
  same=no
}`;

/** Compares files by SHA-256 and says both sums (S1.21; the document prints them and compares nothing). */
export function checksumScript({ same }: Checksum): string {
  return [SUM, ...same.map(({ file, as }) => `compare "${file}" "${as}"`), '[ "$same" = yes ]'].join('\n');
}

/**
 * Reads what a log gained since its end was marked (S1.41). One that was rotated is read to the end of the old file, if that
 * still lies beside it, and from the beginning of the new one; one that was cut short, from its beginning.
 */
export function logScript({ file, without }: Log & { readonly file: string }): string {
  return `log="${file}"
stop() { printf '%s\\n' "$1"; exit 2; }
set -- \${LOG_MARK:?the end of the log was not marked before the first step}
inode=$1 from=$2 mark=$3
[ -f "$log" ] && [ -r "$log" ] || stop "cannot read $log"
${LAST_WORDS}
old= start=0 gone=
if [ "$(inode_of "$log")" != "$inode" ]; then
  old=$(find "\${log%/*}" -maxdepth 1 -type f -inum "$inode" 2>/dev/null | head -n 1)
elif [ "$(wc -c <"$log")" -ge "$from" ] && [ "$(last_words "$log" "$from")" = "$mark" ]; then
  start=$from
fi
[ -z "$old" ] || echo "rotated to $old"
if [ "$start" = 0 ] && [ "$from" != 0 ] && [ -z "$old" ]; then
  echo "$log was started anew since the run began; what stood there before is gone"
  gone=1
fi
new() { if [ -n "$old" ]; then tail -c "+$((from + 1))" -- "$old"; fi && tail -c "+$((start + 1))" -- "$log"; }
lines=$(new | wc -l)
echo "$((lines)) new lines in $log"
# grep ends with 1 when it finds nothing, and with more when it cannot tell.
found=$(new | grep -Ei -e ${quote(without)}) || [ $? -eq 1 ] || stop "cannot search $log"
[ -z "$found" ] || { printf '%s\\n' "$found" | tail -n 3; exit 1; }
# What nobody can read any more may have held errors.
[ -z "$gone" ] || exit 2`;
}

/**
 * Reads what a unit wrote to the journal since the time that was noted before the first step. Nothing passes that cannot be
 * read: where the account may not see what others wrote, journalctl leaves it out and says nothing.
 */
export function journalScript({ unit, without }: Log & { readonly unit: string }): string {
  return `unit="${unit}"
stop() { printf '%s\\n' "$1"; exit 2; }
since=\${LOG_MARK:?the time was not noted before the first step}
state=$(systemctl show --property=LoadState -- "$unit") || stop "systemd does not answer about $unit"
[ "$state" = LoadState=loaded ] || stop "no such unit: $unit ($state)"
read_journal() { journalctl --quiet --no-pager --output=cat "$@"; }
# The first process writes as long as there is a journal; its words are the system's, which not everybody may read.
right="is $(id -un) in the group systemd-journal, and was it when Backout logged in?"
read_journal --lines=1 >/dev/null || stop "journalctl cannot read the journal; $right"
# Not --lines=1: with --until, older ones look at the last lines alone.
before=$(read_journal --until="$since" _PID=1 | head -n 1)
[ -n "$before" ] || stop "the system's journal cannot be read back to the beginning of the run; $right"
new() { read_journal --since="$since" --unit="$unit"; }
new >/dev/null || stop "journalctl cannot read the journal of $unit"
lines=$(new | wc -l)
echo "$((lines)) new lines in the journal of $unit"
# grep ends with 1 when it finds nothing, and with more when it cannot tell.
found=$(new | grep -Ei -e ${quote(without)}) || [ $? -eq 1 ] || stop "cannot search the journal of $unit"
[ -z "$found" ] || { printf '%s\\n' "$found" | tail -n 3; exit 1; }
# What was too much for the journal may have held errors.
lost=$(read_journal --since="$since" --unit=systemd-journald.service | grep -F " messages from $unit") || [ $? -eq 1 ] || stop "cannot search the journal"
[ -z "$lost" ] || stop "$lost"`;
}

/** Adds up what must fit and compares it with what is free, in KiB. */
export function spaceScript({ at, free, backups, copiesOf }: Space): string {
  const forBackups = `needed=$((needed + ${backups} * ((\${BACKUP_BYTES:?no backup was chosen} + 1023) / 1024)))`;
  return [
    `stop() { printf '%s\\n' "$1"; exit 2; }`,
    `needed=${Math.ceil(free / 1024)}`,
    ...(backups > 0 ? [forBackups] : []),
    `add() {
  [ -e "$1" ] || return 0
  # A file that goes away meanwhile, as in a folder in use, needs no room. The size is the last line, and then the only one.
  size=$(du -sk -- "$1" 2>&1) || size=$(printf '%s\\n' "$size" | grep -v ': No such file or directory$') || :
  case $size in [0-9]*) ;; *) printf '%s\\n' "$size"; stop "cannot measure $1" ;; esac
  set -- $size
  needed=$((needed + $1))
}`,
    ...copiesOf.map((path) => `add "${path}"`),
    `at="${at}"
line=$(df -Pk -- "$at") || stop "no such disk: $at"
# The last line: <device, perhaps of several words> <size> <used> <free> <percent>% <mounted on>.
line=\${line##*
}
set -- \${line%%\\%*}
shift $(($# - 2))
echo "free $1 KiB, needed $needed KiB at $at"
[ "$1" -ge "$needed" ]`,
  ].join('\n');
}

/** The plan's author wrote it; it is text to grep all the same, never shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
