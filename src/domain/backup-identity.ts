import { partVariable } from './backup-values.js';
import type { SingleSource } from './plan.js';

const HEAD = `if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
bytes=
stop() { printf '%s\\n' "$1"; exit 2; }`;

const FILE = `[ -f "$BACKUP" ] && [ ! -L "$BACKUP" ] || stop "no such file: $BACKUP"
digest=$($sum <"$BACKUP") || stop "cannot read $BACKUP"
bytes=$(($(wc -c <"$BACKUP")))`;

/** The sums of all files, and the names of what else is there; one process reads many files. */
const DIRECTORY = `[ -d "$BACKUP" ] && [ ! -L "$BACKUP" ] || stop "no such directory: $BACKUP"
cd -- "$BACKUP" || stop "cannot enter $BACKUP"
files=$(find . -type f -exec $sum {} +) || stop "cannot read all of $BACKUP"
links=$(find . -type l -exec sh -c 'for l; do printf "%s -> %s\\n" "$l" "$(readlink "$l")"; done' sh {} +)
others=$(find . ! -type f ! -type l)
digest=$(printf '%s\\n' "$files" "$links" "$others" | LC_ALL=C sort | $sum)
bytes=$(find . -type f -exec ls -ln {} + | {
  total=0
  while read -r mode links user group size rest; do
    case $size in *[!0-9]* | '') ;; *) total=$((total + size)) ;; esac
  done
  echo "$total"
})`;

const tag = (repository: string) =>
  `digest=$(git -C "$${repository}" rev-parse --verify --quiet "refs/tags/$BACKUP^{commit}") || stop "no such tag: $BACKUP"`;

/**
 * Prints `digest <hex>` of what stands at `$BACKUP`, and `bytes <n>` of what has bytes: SHA-256 of a file; of a directory,
 * over the names and sums of its files, its links and its folders; of a tag, its commit. It changes nothing, and ends with
 * another code than 0 when the source's own script finds it broken.
 */
export function identifyScript(source: SingleSource): string {
  // In a subshell of its own, so that what it sets or where it goes does not matter here.
  const complete = source.complete === undefined ? '' : `(\n${source.complete}\n)\n`;
  return `${complete}${readScript(source)}
printf 'digest %s\\n' "\${digest%% *}"
[ -z "$bytes" ] || printf 'bytes %s\\n' "$bytes"`;
}

/** Ends with 0 only when `$BACKUP` still is what `$BACKUP_DIGEST` says. */
export function confirmScript(source: SingleSource): string {
  return `${readScript(source)}
[ "\${digest%% *}" = "$BACKUP_DIGEST" ] || {
  echo "$BACKUP changed since it was chosen; nothing was touched"
  printf 'now    %s\\nchosen %s\\n' "\${digest%% *}" "$BACKUP_DIGEST"
  exit 1
}
printf '%s is as it was chosen\\n%s\\n' "$BACKUP" "$BACKUP_DIGEST"`;
}

/** The same for parts of a set, one after the other; the first that changed ends it. */
export function confirmParts(parts: readonly SingleSource[]): string {
  const values = (name: string) => `BACKUP=$${name}\nBACKUP_DIGEST=$${name}_DIGEST`;
  return parts.map((part) => `(\n${values(partVariable(part.name))}\n${confirmScript(part)}\n)`).join('\n');
}

function readScript({ kind, directory }: SingleSource): string {
  const body = kind === 'git-tag' ? tag(directory) : kind === 'file' ? FILE : DIRECTORY;
  return `${HEAD}\n${body}`;
}
