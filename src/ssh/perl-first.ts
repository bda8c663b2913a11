import type { CallEnd, Listening } from './converse.js';
import { NOT_FOUND } from './start-line.js';

/** `unfit`: nothing has begun. `left`: a step may have, and its supervisor is gone. A shell goes on in both cases. */
const GIVES_UP: ReadonlySet<string> = new Set(['unfit', 'left']);

/** What a caller of Perl wants to hear: what it gives up with is nobody else's business. */
export function untilPerlGivesUp({ goesOn = () => false, ...listening }: Listening): Listening {
  return { ...listening, goesOn: (answer) => !GIVES_UP.has(answer.word) && goesOn(answer) };
}

/** Whether there is no Perl. */
export function isWithoutPerl(end: CallEnd): boolean {
  return end.kind === 'broken' && end.code === NOT_FOUND;
}

/** Whether it is proven that Perl has begun nothing, so that a shell can be given the same as if it were the first. */
export function isForShell(end: CallEnd): boolean {
  return isWithoutPerl(end) || (end.kind === 'answered' && end.answer.word === 'unfit');
}

/** How a call went that Perl left to another one. */
export const LEFT = { kind: 'broken', isMute: false, isStale: true, detail: 'the supervisor has ended' } as const;

/** Whether Perl began, and leaves the rest to another call. */
export function isLeft(end: CallEnd): boolean {
  return end.kind === 'answered' && end.answer.word === 'left';
}
