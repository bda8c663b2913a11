/**
 * Shell functions that tell a log from another one of the same name: `inode_of <file>`, and `last_words <file> <bytes>`, a
 * sum over the last KiB before that byte: a log that was cut short and has grown again differs in it.
 */
export const LAST_WORDS = `inode_of() { ls -di -- "$1" | { read -r number rest; echo "$number"; }; }
last_words() {
  set -- "$1" "$2" $(($2 > 1024 ? $2 - 1024 : 0))
  tail -c "+$(($3 + 1))" -- "$1" | head -c $(($2 - $3)) | {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi
  } | { read -r sum rest; echo "$sum"; }
}`;

/** Prints `<name> @<seconds since 1970>`, by the host's own clock: what a journal took from then on is new. */
export const MARK_TIME = `mark_time() { echo "$1 @$(date +%s)"; }`;

/** Prints `<name> <inode> <bytes> <last words>` of a log's end; a log that is not there yet, or cannot be read, counts from its beginning. */
export const MARK = `mark() {
  [ -f "$2" ] && [ -r "$2" ] || { echo "$1 0 0 0"; return; }
  size=$(($(wc -c <"$2")))
  echo "$1 $(inode_of "$2") $size $(last_words "$2" "$size")"
}`;
