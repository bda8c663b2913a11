import type { UserId } from '../domain/person.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import type { Line } from './rich-text.js';
import { aside, moment, type Scene } from './scene.js';
import type { Words } from './words/words.js';

/** Something that a person decided about a run that stood still. */
type Decided = {
  readonly what: keyof Words['ways']['decided'];
  readonly by: UserId;
  readonly at: Instant;
  readonly reason?: string;
};

/** What people decided about the last stand of this kind, and who it was; nothing when nobody did. */
export function lastDecidedLines(scene: Scene, kind: 'unknown' | 'stopped' | 'held'): readonly Line[] {
  const phase = kind === 'unknown' ? 'needs-human' : kind;
  const stand = scene.state.stands.findLast((each) => each.phase === phase);
  return stand ? decidedLines(scene, stand.since) : [];
}

/** What people decided about the stand that began then, and who it was; nothing when it ended by itself. */
export function decidedLines(scene: Scene, since: Instant): readonly Line[] {
  // Somebody else may have chosen about the next one. A choice may be what it began with.
  const until = scene.state.stands.find((stand) => stand.since > since)?.since ?? Number.POSITIVE_INFINITY;
  const made = decisions(scene.state).find(({ at }) => at > since && at <= until);
  return made ? [decidedLine(scene, made)] : [];
}

/** `决定人：@李四（03:12:05），这一步已跳过；理由：……`. */
function decidedLine(scene: Scene, { what, by, at, reason }: Decided): Line {
  const { w } = scene;
  const why = reason === undefined ? '' : `${w.semicolon}${w.ways.reason}${w.colon}${reason}`;
  const when = aside(w, ...moment(scene, at));
  return [`${w.ways.by}${w.colon}`, { user: by }, ...when, `${w.comma}${w.ways.decided[what]}${why}`];
}

function decisions(state: RunState): readonly Decided[] {
  const { restore, held, givenUp, handedOver } = state;
  const words = allSteps(state).flatMap(({ settled, skipped }): readonly Decided[] => [
    ...(settled ? [{ what: 'settle', ...settled } as const] : []),
    ...(skipped ? [{ what: 'skip', ...skipped } as const] : []),
  ]);
  const granted = state.wishes.flatMap(({ answer }): readonly Decided[] =>
    answer?.verdict === 'granted' ? [{ what: 'rerun', by: answer.by, at: answer.at }] : [],
  );
  return [
    ...[...words, ...granted],
    ...(restore?.by === undefined ? [] : [{ what: 'restore', ...restore, by: restore.by } as const]),
    ...(held?.by === undefined ? [] : [{ what: 'hold', ...held, by: held.by } as const]),
    ...(givenUp ? [{ what: 'give-up', ...givenUp } as const] : []),
    ...(handedOver ? [{ what: 'hand-over', ...handedOver } as const] : []),
  ];
}
