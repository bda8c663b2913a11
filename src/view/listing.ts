import type { Language } from '../domain/text.js';
import { paragraph } from './blocks.js';
import { message } from './message.js';
import { type Line, plain } from './rich-text.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** A sentence, lines below it, and what to do next. */
export function listing(heading: string, rows: readonly Line[], next: string | undefined, language: Language): Message {
  const w = words(language);
  const after: readonly Line[] = next === undefined ? [] : [[next]];
  const shown = rows.map((row): Line => ['• ', ...row]);
  const text = [heading, rows.map((row) => plain(row)).join(w.and), next ?? '']
    .filter((part) => part !== '')
    .join(w.space);
  return message(text, [paragraph([{ bold: heading }], ...shown, ...after)]);
}
