import type { Script } from '../engine/ports.js';

/** Entries of one directory inside the listed one that are told, and bytes that all of them together may take. */
export const CONTENTS_EACH = 200;
export const CONTENTS_CAP = 8 * 1024 * 1024;

/**
 * Every record ends by NUL, so that any name is safe. First one for each entry: `+` when it is a directory that can be
 * looked into, `!` when the account may not read it, else `-`; kind, size, seconds since 1970, name. Then an empty one. Then
 * what those directories hold: kind, size, `directory/name`, or `! directory` when it cannot be told after all; and an empty
 * one, unless there was too much.
 */
const TEXT = `
: "\${BACKOUT_DIRECTORY:?no directory to list}"
cd -- "$BACKOUT_DIRECTORY"
if find . -maxdepth 0 -readable -printf '' 2>/dev/null; then
  find . -mindepth 1 -maxdepth 1 '(' -type d -readable -executable -printf + -o ! -type l ! -readable -printf ! -o -printf - ')' -printf ' %y %s %T@ %f\\0'
  printf '\\0'
  { find . -mindepth 2 -maxdepth 2 -printf '%y %s %P\\0' 2>/dev/null || :; printf '\\0'; } | head -c "$BACKOUT_CAP"
  exit
fi
if stat -c %Y . >/dev/null 2>&1; then
  facts() { stat -c '%f %s %Y' -- "$@"; }
else
  facts() { stat -f '%Xp %z %m' -- "$@"; }
fi
is_there() { [ -e "$1" ] || [ -L "$1" ]; }
is_open() { [ -d "$1" ] && [ ! -L "$1" ] && [ -r "$1" ] && [ -x "$1" ]; }
look_into() {
  directory=$1
  set --
  for name in "$directory"/* "$directory"/.[!.]* "$directory"/..?*; do
    if is_there "$name" && [ "$#" -lt "$BACKOUT_EACH" ]; then set -- "$@" "$name"; fi
  done
  [ "$#" -gt 0 ] || return 0
  # One line for each name, or somebody is changing the directory just now.
  lines=$(facts "$@") || { printf '! %s\\0' "\${directory#./}"; return 0; }
  printf '%s\\n' "$lines" | while read -r mode bytes _; do
    printf '%s %s %s\\0' "$mode" "$bytes" "\${1#./}"
    shift
  done
}
for name in * .[!.]* ..?*; do
  if is_there "$name" && line=$(facts "$name"); then
    if is_open "$name"; then flag=+; elif [ -r "$name" ] || [ -L "$name" ]; then flag=-; else flag=!; fi
    printf '%s %s %s\\0' "$flag" "$line" "$name"
  fi
done
printf '\\0'
{
  for name in * .[!.]* ..?*; do
    if is_open "$name"; then look_into "./$name"; fi
  done
  printf '\\0'
} | head -c "$BACKOUT_CAP"
`;

/** The script that lists a directory and looks into the directories in it, in one go; it changes nothing. */
export function listingScript(directory: string): Script {
  const env = {
    BACKOUT_DIRECTORY: directory,
    BACKOUT_EACH: String(CONTENTS_EACH),
    BACKOUT_CAP: String(CONTENTS_CAP),
  };
  return { text: TEXT, env, secrets: {}, deadline: 30_000 };
}
