import type { Failure } from '../domain/failure.js';
import type { Language } from '../domain/text.js';
import { paragraph } from './blocks.js';
import { oneLine } from './characters.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** What is wrong and where, what to do next, and the fact itself, for the person who asked. */
export function problem(failure: Failure, language: Language): Message {
  const w = words(language);
  const { what, next } = told(failure, language);
  const detail: readonly Line[] = failure.detail
    ? [[`${w.problem.detail}${w.colon}`, { code: oneLine(failure.detail) }]]
    : [];
  return message(`${what}${w.space}${next}`, [
    paragraph([{ bold: `⚠️ ${what}` }], [`${w.problem.next}${w.colon}${next}`], ...detail),
  ]);
}

/** The same in one plain sentence or two, where only text fits. */
export function problemText(failure: Failure, language: Language): string {
  const w = words(language);
  const { what, next } = told(failure, language);
  return `${what}${w.space}${next}`;
}

function told({ code, at, facts }: Failure, language: Language): { readonly what: string; readonly next: string } {
  return words(language).problems[code](at, facts ?? {});
}
