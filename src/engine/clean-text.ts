import { printable, shorten } from '../domain/printable.js';
import { redact } from '../domain/redact.js';

/** What a person wrote, fit for the journal: nothing invisible, nothing that looks like a secret, at most so many characters. */
export function cleanText(text: string, most: number): string {
  return shorten(redact(printable(text), []).trim(), most);
}
