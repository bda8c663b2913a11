import type { z } from 'zod';
import type { checksumSchema, logSchema, spaceSchema } from './host-check-schema.js';

type Checksum = z.output<typeof checksumSchema>;
type Log = z.output<typeof logSchema>;
type Space = z.output<typeof spaceSchema>;

const SUM = `sum() {
  [ -f "$1" ] || { echo "no such file: $1" >&2; return 2; }
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi
}
different=0
compare() {
  ours=$(sum "$1") theirs=$(sum "$2")
  if [ "$ours" = "$theirs" ]; then echo "same: $1 \${ours%% *}"; return; fi
  echo "different: $1 \${ours%% *}, $2 \${theirs%% *}"
  different=1
}`;

/** Compares files by SHA-256 and says both sums (S1.21; the document prints them and compares nothing). */
export function checksumScript({ same }: Checksum): string {
  return [SUM, ...same.map(({ file, as }) => `compare "${file}" "${as}"`), 'exit "$different"'].join('\n');
}

/** Reads what a log gained since its end was marked; a log that was rotated meanwhile is read from its beginning (S1.41). */
export function logScript({ file, without }: Log): string {
  return `log="${file}"
set -- \${LOG_MARK:?the end of the log was not marked before the first step}
inode=$1 from=$2
[ -f "$log" ] && [ -r "$log" ] || { echo "cannot read $log"; exit 2; }
set -- $(ls -di -- "$log")
size=$(wc -c <"$log")
if [ "$1" != "$inode" ] || [ "$size" -lt "$from" ]; then from=0; fi
added=$(tail -c "+$((from + 1))" -- "$log" | wc -l)
found=$(tail -c "+$((from + 1))" -- "$log" | grep -Ei -e ${quote(without)} || true)
echo "$((added)) new lines in $log"
[ -z "$found" ] || { printf '%s\\n' "$found" | tail -n 3; exit 1; }`;
}

/** Adds up what must fit and compares it with what is free, in KiB. */
export function spaceScript({ at, free, backups, copiesOf }: Space): string {
  const forBackups = `needed=$((needed + ${backups} * ((\${BACKUP_BYTES:-0} + 1023) / 1024)))`;
  return [
    `needed=${Math.ceil(free / 1024)}`,
    ...(backups > 0 ? [forBackups] : []),
    'add() { [ ! -e "$1" ] || { set -- $(du -sk -- "$1"); needed=$((needed + $1)); }; }',
    ...copiesOf.map((path) => `add "${path}"`),
    `at="${at}"`,
    'set -- $(df -Pk -- "$at" | tail -n 1)',
    'echo "free $4 KiB, needed $needed KiB at $at"',
    '[ "$4" -ge "$needed" ]',
  ].join('\n');
}

/** The plan's author wrote it; it is text to grep all the same, never shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
