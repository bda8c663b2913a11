import type { UserId } from '../domain/person.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import type { Line } from './rich-text.js';
import { aside, moment, type Scene } from './scene.js';
import type { Words } from './words/words.js';

/** Something that a person decided about a run. */
type Decided = {
  readonly what: keyof Words['ways']['decided'];
  readonly by: UserId;
  readonly at: Instant;
  readonly reason?: string;
};

type What = Decided['what'];
/** What ends each way of standing still. */
const ENDS: Readonly<Record<'unknown' | 'stopped' | 'held', readonly What[]>> = {
  unknown: ['settle', 'rerun', 'hand-over'],
  stopped: ['skip', 'rerun', 'restore', 'hold', 'give-up'],
  held: ['give-up'],
};

/** What people decided last about a run that stood still in this way, and who it was; nothing when nobody did. */
export function lastDecidedLines(scene: Scene, kind: keyof typeof ENDS): readonly Line[] {
  const last = decisions(scene.state)
    .filter(({ what }) => ENDS[kind].includes(what))
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  return last ? [decidedLine(scene, last)] : [];
}

/**
 * What people decided first about the stand that began then, and who it was; nothing when nobody did. `until`: when the next
 * stand began, which may be the moment of the decision itself.
 */
export function decidedLines(scene: Scene, since: Instant, until = Number.POSITIVE_INFINITY): readonly Line[] {
  const first = decisions(scene.state)
    .filter(({ at }) => at >= since && at <= until)
    .toSorted((a, b) => a.at - b.at)[0];
  return first ? [decidedLine(scene, first)] : [];
}

/** `决定人：@李四（03:12:05），这一步已跳过；理由：……`. */
function decidedLine(scene: Scene, { what, by, at, reason }: Decided): Line {
  const { w } = scene;
  const why = reason === undefined ? '' : `${w.semicolon}${w.ways.reason}${w.colon}${reason}`;
  const when = aside(w, ...moment(scene, at));
  return [`${w.ways.by}${w.colon}`, { user: by }, ...when, `${w.comma}${w.ways.decided[what]}${why}`];
}

function decisions(state: RunState): readonly Decided[] {
  const { restore, held, givenUp, handedOver, abort } = state;
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
    ...(abort ? [{ what: 'abort', ...abort } as const] : []),
  ];
}
