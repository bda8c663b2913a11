/**
 * One word of shell text that stands for `value` literally, in every POSIX shell.
 * Throws a TypeError for a NUL, which no shell can hold.
 */
export function quote(value: string): string {
  if (value.includes('\0')) throw new TypeError('a value holds a NUL character');
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
