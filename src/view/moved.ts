import type { UserId } from '../domain/person.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import { paragraph } from './blocks.js';
import { type Reader, readBy } from './choice-modal.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { aside, moment, type Scene } from './scene.js';
import { statusMessage } from './status.js';
import type { Message } from './surface.js';
import type { Words } from './words/words.js';

/** Something that a person decided about a run. */
type Decided = {
  readonly what: keyof Words['ways']['decided'];
  readonly by: UserId;
  readonly at: Instant;
  readonly reason?: string;
};

/** A press came too late: who was first and with what, and how the run stands now. `since`: the stand that was seen. */
export function movedMessage(state: RunState, since: string, reader: Reader): Message {
  const scene = readBy(state, reader);
  const { ways } = scene.w;
  const first = decisions(state)
    .filter(({ at }) => at >= Number(since))
    .toSorted((a, b) => a.at - b.at)[0];
  const said = first ? ways.moved : ways.movedOn;
  const who: readonly Line[] = first ? [firstLine(scene, first)] : [];
  const open = state.phase === 'closed' ? { active: [], recent: [state] } : { active: [state], recent: [] };
  const stands = statusMessage({ ...open, ...reader });
  return message(said, [paragraph([{ bold: said }], ...who), ...stands.blocks]);
}

/** `决定人：@李四（03:12:05），这一步已跳过；理由：……`. */
function firstLine(scene: Scene, { what, by, at, reason }: Decided): Line {
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
  return [
    ...words,
    ...(restore?.by === undefined ? [] : [{ what: 'restore', ...restore, by: restore.by } as const]),
    ...(held?.by === undefined ? [] : [{ what: 'hold', ...held, by: held.by } as const]),
    ...(givenUp ? [{ what: 'give-up', ...givenUp } as const] : []),
    ...(handedOver ? [{ what: 'hand-over', ...handedOver } as const] : []),
    ...(abort ? [{ what: 'abort', ...abort } as const] : []),
  ];
}
