import type { KnownBlock } from '@slack/types';
import type { StepState } from '../run/state.js';
import { header, paragraph } from './blocks.js';
import { undoRows } from './by-hand.js';
import { lastWords } from './card-closed.js';
import { approvedLine, withRows } from './card-progress.js';
import { emergencyBlocks } from './emergency.js';
import { explainStop } from './outcome.js';
import { pausedLine } from './paused.js';
import { restoreLines } from './restoring.js';
import type { Line } from './rich-text.js';
import { aside, fact, moment, type Scene, subject } from './scene.js';
import { choiceBlocks, isOrdered, namesOf } from './standstill.js';
import { lostStep } from './step-words.js';
import type { Message } from './surface.js';
import { certainBlocks, evidenceLines, keptLines, lastLines, unknownText } from './unknown.js';

/** More undos than a card has room for stand in the thread. */
const MAX_UNDOS = 8;

/** A step's end is unknown: what happened, what is known and certain, and the ways on. No timer picks one. */
export function unknownCard(scene: Scene): Message {
  const { w } = scene;
  const step = lostStep(scene);
  const what = step ? unknownText(scene, step) : w.human.heading;
  return standing(scene, w.human.heading, what, {
    facts: [[w.human.stays]],
    more: [
      ...(step ? [paragraph([{ bold: w.human.known }], ...evidenceLines(scene, step)), ...lastLines(scene, step)] : []),
      ...certainBlocks(scene),
    ],
  });
}

/** A step or the verification failed after something was changed: people choose, unless the plan does. */
export function stoppedCard(scene: Scene): Message {
  const { w } = scene;
  const heading = stoppedHeading(scene);
  const what = explainStop(scene);
  if (!isOrdered(scene))
    return standing(scene, heading, what, {
      facts: [[w.stopped.stays], ...lastWords(scene)],
      more: keptBlocks(scene),
    });
  const top = [header(w.title(heading, subject(scene))), paragraph([{ bold: what }], [w.stopped.undoFollows])];
  return withRows(scene, w.text(heading, subject(scene), what), { top, bottom: [] });
}

/** `❌ 有一步失败，请选择怎么继续`; without the question when the plan answers it. */
export function stoppedHeading(scene: Scene): string {
  const { w, state } = scene;
  return isOrdered(scene) ? w.restoring.heading : w.stopped.heading[state.stopped?.cause ?? 'step'];
}

/** Nothing runs any more: why, what is done and undone, whom to call, and who ends it how. */
export function heldCard(scene: Scene): Message {
  const { w, state } = scene;
  const { held, restore } = state;
  const by: readonly Line[] = held?.by === undefined ? [] : [whoLine(scene, held.by, held)];
  const names = (steps: typeof state.steps, isDone: boolean) =>
    namesOf(
      scene,
      steps.filter(({ status }) => (status === 'succeeded') === isDone),
    );
  const done = names(state.steps, true);
  const [undone, left] = [names(takenBack(restore?.steps), true), names(takenBack(restore?.steps), false)];
  return standing(scene, w.held.heading, explainStop(scene), {
    facts: [
      ...by,
      ...(done === undefined ? [] : [[w.human.done(done)]]),
      ...(undone === undefined ? [] : [[w.held.undone(undone)]]),
      ...(left === undefined ? [] : [[w.held.notUndone(left)]]),
      ...lastWords(scene),
      ...restoreLines(scene),
      [{ bold: w.held.end }],
      [w.held.stays],
    ],
    more: [...keptBlocks(scene), ...byHandBlocks(scene)],
  });
}

/** What a person would have to take back by hand, and where; the commands stand in the thread. */
function byHandBlocks(scene: Scene): readonly KnownBlock[] {
  const { w } = scene;
  const rows = undoRows(scene);
  if (rows.length === 0) return [];
  const listed = rows.slice(0, MAX_UNDOS).map(({ number, line }): Line => [`${number}. `, ...line]);
  const more: readonly Line[] = rows.length > MAX_UNDOS ? [[w.card.listBelow]] : [];
  return [paragraph([{ bold: w.held.byHand(w.emergency.undo) }], ...listed, ...more)];
}

/** The steps that these undo, as people know them. */
function takenBack(undo: readonly StepState[] = []): readonly StepState[] {
  return undo.map((step) => ({ ...step, id: step.id.replace(/-undo$/, '') }));
}

function whoLine(scene: Scene, by: string, { at, reason }: { readonly at: number; readonly reason?: string }): Line {
  const { w } = scene;
  const why = reason === undefined ? [] : [`${w.comma}${w.run.reason}${w.colon}${reason}`];
  return fact(scene, w.held.by, { user: by }, ...aside(w, ...moment(scene, at)), ...why);
}

function keptBlocks(scene: Scene): readonly KnownBlock[] {
  const rows = keptLines(scene);
  return rows.length === 0 ? [] : [paragraph(...rows)];
}

type Parts = { readonly facts: readonly Line[]; readonly more: readonly KnownBlock[] };

function standing(scene: Scene, heading: string, what: string, { facts, more }: Parts): Message {
  const { w } = scene;
  const top = [
    header(w.title(heading, subject(scene))),
    paragraph(...pausedLine(scene), [{ bold: what }], ...facts, approvedLine(scene)),
    ...more,
    // Slack folds long messages: what people must press stands before what they may look up.
    ...choiceBlocks(scene),
    ...emergencyBlocks(scene),
  ];
  return withRows(scene, w.text(heading, subject(scene), what), { top, bottom: [] });
}
