import { printable } from '../domain/printable.js';
import type { Language } from '../domain/text.js';
import { context, paragraph, section } from './blocks.js';
import { message } from './message.js';
import { preformatted, richText } from './rich-text.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** What one message holds, in characters as they are sent; well below what Slack refuses. */
const ROOM = 7_000;
const SECTION = 2_900;

/** A file that Slack did not take, as messages in its place: its whole text, because that is what people go by. */
export function fileMessages(title: string, content: string, language: Language): readonly Message[] {
  const { slack: w, colon } = words(language);
  return longMessages(title, content, { language, lead: `${w.fileAsText}${colon}` });
}

/** A text too long for one message, as several; `lead` stands above the first. */
export function longMessages(
  title: string,
  content: string,
  { language, lead }: { readonly language: Language; readonly lead: string },
): readonly Message[] {
  const { slack: w } = words(language);
  const parts = split(printable(content).trimEnd() || '–');
  return parts.map((part, index) => {
    const number = parts.length > 1 ? `${title} · ${w.part(index + 1, parts.length)}` : title;
    const head = [paragraph([{ bold: number }]), ...(index === 0 ? [context(lead)] : [])];
    const plain = slices(part, SECTION).map((slice) => section(slice));
    return message(number, [...head, richText(preformatted(part, part.length))], [...head, ...plain]);
  });
}

/** Parts that fit into a message each, cut between lines where that is possible. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let part: string | undefined;
  for (const line of text.split('\n').flatMap((each) => (fits(each) ? [each] : slices(each, ROOM / 2)))) {
    const longer: string = part === undefined ? line : `${part}\n${line}`;
    if (part !== undefined && !fits(longer)) {
      parts.push(part);
      part = line;
    } else part = longer;
  }
  return part === undefined ? parts : [...parts, part];
}

function fits(text: string): boolean {
  return JSON.stringify(text).length <= ROOM;
}

/** Pieces of at most `length`, cut between characters. */
function slices(text: string, length: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const point of text) {
    if (piece.length + point.length > length) {
      pieces.push(piece);
      piece = '';
    }
    piece += point;
  }
  return [...pieces, piece];
}
