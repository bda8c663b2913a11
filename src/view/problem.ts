import { type Failure, factsOf, type NamedFailure } from '../domain/failure.js';
import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import { actions, button, paragraph } from './blocks.js';
import { oneLine } from './characters.js';
import { detailWords } from './detail.js';
import { type Door, typedAt } from './door.js';
import { message } from './message.js';
import { factsOut } from './read-out.js';
import type { Inline, Line } from './rich-text.js';
import type { Message } from './surface.js';
import { dateTime } from './time.js';
import { type Words, words } from './words/words.js';

/** What is wrong and where, what to do next, and the facts themselves, for the person who asked. */
export function problem(failure: Failure, language: Language, door: Door = 'slash'): Message {
  const w = words(language);
  const { what, next } = told(failure, language, door);
  const { detail, facts: { fix, ...others } = {} } = failure;
  const known = {
    ...(detail ? { detail: oneLine(detailWords(detail, w)) } : {}),
    ...others,
    ...(fix ? { fix: detailWords(fix, w) } : {}),
  };
  const rows: readonly Line[] = [[`${w.problem.next}${w.colon}${next}`], ...facts(known, failure.code, w)];
  return message(`${what}${w.space}${next}`, [
    paragraph([{ bold: `⚠️ ${what}` }], ...rows),
    // The run in the way is what the person wants to see.
    ...(failure.code === 'run.busy' ? [actions(button('show-status', {}, w.incidentThread.seeStatus))] : []),
  ]);
}

/** The same in one plain sentence or two, where only text fits. */
export function problemText(failure: NamedFailure & Pick<Failure, 'facts'>, language: Language): string {
  const w = words(language);
  const { what, next } = told(failure, language);
  return `${what}${w.space}${next}`;
}

/** The same with the facts behind it, as one line of a terminal. */
export function problemWithFacts(failure: Failure, language: Language): string {
  const w = words(language);
  return `${problemText(failure, language)}${w.aside(factsOut(factsOf(failure), w))}`;
}

function told(
  { code, at, facts }: NamedFailure & Pick<Failure, 'facts'>,
  language: Language,
  door: Door = 'slash',
): { readonly what: string; readonly next: string } {
  return words(language).problems[code](at, facts ?? {}, typedAt(door));
}

/** Facts worth a line of their own: who, how it ended, and the technical words. */
function facts(known: Readonly<Record<string, string>>, code: Failure['code'], w: Words): readonly Line[] {
  const { by, verdict, outcome, reason, detail, since } = known;
  const ended = Object.entries(w.outcome).find(([key]) => key === outcome)?.[1];
  return [
    ...(by ? [[`${whoIs(code, verdict, w)}${w.colon}`, { user: by }]] : []),
    ...(since ? [[`${w.problem.since}${w.colon}`, momentOf(Number(since))]] : []),
    ...(reason ? [[`${w.run.reason}${w.colon}${reason}`]] : []),
    ...(ended ? [[`${w.record.result}${w.colon}${ended}`]] : []),
    ...(detail ? [[`${w.problem.detail}${w.colon}`, { code: detail }]] : []),
    ...Object.entries(w.problem.facts).flatMap(([key, name]) =>
      known[key] ? [[`${name}${w.colon}`, { code: known[key] }]] : [],
    ),
  ];
}

/** What the person is to the run. */
function whoIs(code: Failure['code'], verdict: string | undefined, w: Words): string {
  if (code === 'run.claimed') return w.claim.by;
  if (code !== 'approval.already-decided') return w.run.requester;
  return verdict === 'rejected' ? w.run.rejecter : w.run.approver;
}

/** On the reader's clock; a refusal knows no plan's. */
function momentOf(at: Instant): Inline {
  return { at, lead: '', fallback: dateTime(at, 'UTC') };
}
