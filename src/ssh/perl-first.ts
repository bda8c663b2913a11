import type { CallEnd, Listening } from './converse.js';

/** What Perl says when a shell must go on: `unfit` before anything has begun, `left` when a supervisor is gone that had begun. */
const GIVES_UP: ReadonlySet<string> = new Set(['unfit', 'left']);

/** How a login shell ends that finds no Perl, or may not run it; and Perl itself when it cannot run the program. */
const NO_PERL: ReadonlySet<number | undefined> = new Set([126, 127]);

/** A segment's first call, to Perl. */
export type PerlCall = {
  readonly listening: Listening;
  /** Whether it is proven that nothing has begun, so that a shell can be given the same as if it were the first. */
  isForShell(end: CallEnd): boolean;
  /** Whether it ended without a word, as where there is no Perl that can do it. */
  isMute(end: CallEnd): boolean;
};

/** `hasProgram`: it has said that it is there, so that no end means that there is none. */
export function callPerl({ goesOn = () => false, ...listening }: Listening, hasProgram: boolean): PerlCall {
  let hasHeard = false;
  const hear = () => {
    hasHeard = true;
  };
  const isMute = (end: CallEnd) => !hasHeard && end.kind === 'broken' && end.code !== undefined;
  return {
    listening: {
      ...listening,
      onBegin: hear,
      goesOn(answer) {
        if (GIVES_UP.has(answer.word)) return false;
        hear();
        return goesOn(answer);
      },
    },
    isForShell(end) {
      if (end.kind === 'answered') return !hasHeard && end.answer.word === 'unfit';
      return isMute(end) && !hasProgram && end.kind === 'broken' && NO_PERL.has(end.code);
    },
    isMute,
  };
}

/** Whether Perl leaves to another call what may have begun. */
export function isLeft(end: CallEnd): boolean {
  return end.kind === 'answered' && GIVES_UP.has(end.answer.word);
}

/** How such a call went. */
export const LEFT = { kind: 'broken', isMute: false, isStale: true, detail: 'the supervisor has ended' } as const;
