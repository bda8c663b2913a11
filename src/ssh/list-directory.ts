import type { DirectoryEntry } from '../domain/backup.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Script } from '../engine/ports.js';

/** Kind, size, seconds since 1970 and name of each entry, ended by NUL, so that any name is safe. */
const TEXT = `
: "\${BACKOUT_DIRECTORY:?no directory to list}"
cd -- "$BACKOUT_DIRECTORY"
if find . -maxdepth 0 -printf '' 2>/dev/null; then
  exec find . -mindepth 1 -maxdepth 1 -printf '%y %s %T@ %f\\0'
fi
if stat -c %Y . >/dev/null 2>&1; then facts() { stat -c '%f %s %Y' -- "$1"; }; else facts() { stat -f '%Xp %z %m' -- "$1"; }; fi
for name in * .[!.]* ..?*; do
  if [ -e "$name" ] || [ -L "$name" ]; then
    if line=$(facts "$name"); then printf '%s %s\\0' "$line" "$name"; fi
  fi
done
`;

/** The script that lists a directory; it changes nothing. */
export function listingScript(directory: string): Script {
  return { text: TEXT, env: { BACKOUT_DIRECTORY: directory }, secrets: {}, deadline: 30_000 };
}

/** Reads what the listing script printed. Bytes of a name that are no UTF-8 become U+FFFD, which no pattern matches. */
export function parseListing(bytes: Buffer | undefined, host: string): Result<readonly DirectoryEntry[]> {
  if (!bytes) return failed({ code: 'host.command-failed', at: host, detail: 'the directory holds too many entries' });
  const records = bytes.toString('utf8').split('\0');
  // Every record ends by NUL: a rest means that the listing is cut.
  if (records.pop() !== '') return failed({ code: 'host.command-failed', at: host, detail: 'the listing is cut' });
  const entries = records.map(parseRecord);
  const whole = entries.filter((entry) => entry !== undefined);
  if (whole.length === entries.length) return ok(whole);
  return failed({ code: 'host.command-failed', at: host, detail: 'the listing cannot be read' });
}

function parseRecord(record: string): DirectoryEntry | undefined {
  const [, type = '', bytes = '', seconds = '', name] = /^(\S+) (\d+) (-?[\d.]+) (.+)$/s.exec(record) ?? [];
  if (!name) return undefined;
  return { name, kind: kindOf(type), bytes: Number(bytes), modifiedAt: Math.floor(Number(seconds) * 1000) };
}

/** From find's letter, or from a mode in hexadecimal. */
function kindOf(type: string): DirectoryEntry['kind'] {
  const format = type.length > 1 ? Number.parseInt(type, 16) & 0o170_000 : 0;
  if (type === 'f' || format === 0o100_000) return 'file';
  if (type === 'd' || format === 0o040_000) return 'directory';
  return type === 'l' || format === 0o120_000 ? 'link' : 'other';
}
