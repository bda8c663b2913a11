import { printable, shorten } from '../domain/printable.js';

/** Characters of an answer's body that evidence quotes. */
const QUOTED = 300;

/** One short line of what a service said, safe to show. */
export function clean(text: string): string {
  return shorten(printable(text).replaceAll(/\s+/g, ' ').trim(), QUOTED);
}
