import type { Language } from '../domain/text.js';
import { context, paragraph, section } from './blocks.js';
import { message } from './message.js';
import { type Line, plain, preformatted, richText } from './rich-text.js';
import type { Message } from './surface.js';
import { type Words, words } from './words/words.js';

/** A sentence that stands for itself. */
export type Note = {
  [Name in keyof Words['slack']]: Words['slack'][Name] extends string ? Name : never;
}[keyof Words['slack']];

/** A sentence of the table as a message. */
export function note(name: Note, language: Language): Message {
  const said = words(language).slack[name];
  return message(said, [section(said)]);
}

/** Tells a person that something broke, with the reference under which the log has it. */
export function brokeNote(reference: string, language: Language): Message {
  const { slack: w, colon } = words(language);
  return message(w.broke, [section(w.broke), context(`${w.reference}${colon}${reference}`)]);
}

/** A refusal together with what the person had typed, so that they can copy it. */
export function withTyped(refusal: Message, typed: readonly string[], language: Language): Message {
  const title = words(language).slack.youTyped;
  const kept = richText(preformatted(typed.join('\n'), 6_000));
  return { text: refusal.text, blocks: [...refusal.blocks, paragraph([{ bold: title }]), kept] };
}

/** Where the channel's incident is linked, and how to move it to where this is said. */
export function linkedElsewhereNote(permalink: string | undefined, language: Language): Message {
  const { slack: w, space } = words(language);
  const there: Line = permalink === undefined ? [] : [space, { link: permalink, label: w.linkedThread }];
  return line([w.linkedElsewhere, { code: '@Backout link' }, w.linkMoves, ...there]);
}

/** What stays in a thread that was linked before: where the incident is told now. */
export function incidentMovedNote(permalink: string | undefined, language: Language): Message {
  const { incidentThread: w, space } = words(language);
  const there: Line = permalink === undefined ? [] : [space, { link: permalink, label: w.openThread }];
  return line([w.linkMoved, ...there]);
}

/** What a second copy of a message says when it was pressed, and ever after: which message counts. */
export function supersededNote(
  name: 'superseded' | 'supersededPress',
  permalink: string | undefined,
  language: Language,
): Message {
  const { slack: w, space } = words(language);
  return line([w[name], ...(permalink === undefined ? [] : [space, { link: permalink, label: w.openLive }])]);
}

/** Where a run's file was put: below its card, or else in the channel. */
export function fileNote(
  thread: { readonly run: string; readonly channel: string; readonly permalink: string | undefined } | undefined,
  language: Language,
): Message {
  const { slack: w } = words(language);
  if (!thread) return note('fileInChannel', language);
  const { run, channel, permalink } = thread;
  const there: Line = permalink === undefined ? [] : [' ', { link: permalink, label: w.openThread }];
  return line([{ code: run }, w.fileInThread, { channel }, ...there]);
}

function line(parts: Line): Message {
  return message(plain(parts), [paragraph(parts)]);
}
