import type { BackupSource } from './plan.js';

const SUM = `sum() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }`;

const READ: Readonly<Record<BackupSource['kind'], (repository: string) => string>> = {
  file: () => `[ -f "$BACKUP" ] && [ ! -L "$BACKUP" ] || { echo "no such file: $BACKUP"; exit 2; }
digest=$(sum <"$BACKUP")`,
  directory: () => `[ -d "$BACKUP" ] && [ ! -L "$BACKUP" ] || { echo "no such directory: $BACKUP"; exit 2; }
digest=$(cd -- "$BACKUP" && find . -type f | LC_ALL=C sort | while IFS= read -r file; do sum "$file"; done | sum)`,
  'git-tag': (repository) =>
    `digest=$(git -C "$${repository}" rev-parse --verify --quiet "refs/tags/$BACKUP^{commit}") || { echo "no such tag: $BACKUP"; exit 2; }`,
};

/**
 * Prints `digest <hex>` of what stands at `$BACKUP`: SHA-256 of a file; of a directory, over the names and sums of its
 * files; of a tag, its commit. It changes nothing.
 */
export function identifyScript({ kind, directory }: BackupSource): string {
  return `${SUM}\n${READ[kind](directory)}\necho "digest \${digest%% *}"`;
}

/** Ends with 0 only when `$BACKUP` still is what `$BACKUP_DIGEST` says. */
export function confirmScript(source: BackupSource): string {
  return `${identifyScript(source)}
[ "\${digest%% *}" = "$BACKUP_DIGEST" ] || { echo "it was $BACKUP_DIGEST when it was chosen"; exit 1; }`;
}
