import type { KnownBlock } from '@slack/types';
import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import { openBoxes } from '../run/checklist.js';
import { openQuestions } from '../run/questions.js';
import type { RunState } from '../run/state.js';
import { actions, button, header, paragraph } from './blocks.js';
import { standNow } from './calls.js';
import { budgetLine, doing } from './card-progress.js';
import { queuedText } from './card-queued.js';
import { decideBy } from './card-request.js';
import { type Door, typedAt } from './door.js';
import { message } from './message.js';
import { explain, explainStop, outcomeText } from './outcome.js';
import { pausedMove } from './paused-move.js';
import { type Line, plain } from './rich-text.js';
import { date, deciders, type Scene, sceneOf, subject } from './scene.js';
import type { Message } from './surface.js';
import { type Words, words } from './words/words.js';

const SHOWN = 8;
const SHOWN_CLOSED = 5;

/** Who must do what next about this run, in one line. */
export function nextMove(scene: Scene): Line {
  return scene.state.pausedAt === undefined ? movement(scene) : pausedMove(scene);
}

function movement(scene: Scene): Line {
  const { state, w } = scene;
  switch (state.phase) {
    case 'queued':
      return [queuedText(scene)];
    case 'preparing':
      return [w.status.preparing];
    case 'awaiting-approval':
      return awaiting(scene);
    case 'running':
      return [
        `${doing(scene)}${w.stop}${budgetLine(scene)}${w.stop}${openQuestions(state).length > 0 ? w.byPerson.howTo : w.status.nothingToDo}`,
      ];
    case 'verifying':
      return [`${doing(scene)}${w.stop}${openQuestions(state).length > 0 ? w.manual.howTo : w.status.nothingToDo}`];
    case 'restoring':
      return [`${doing(scene)}${w.stop}${w.status.nothingToDo}`];
    case 'needs-human':
    case 'stopped':
    case 'held':
      return standing(scene);
    case 'closing':
    case 'closed':
      return [`${outcomeText(scene)}${w.stop}${explain(scene)}`];
  }
}

function awaiting(scene: Scene): Line {
  const { w } = scene;
  const who = plain(deciders({ ...scene, roles: {} }));
  return [`${w.status.awaiting(who)}${w.stop}`, ...decideBy(scene), `${w.stop.trimEnd()}${openList(scene)}`];
}

/** What must be ticked before anybody can approve. */
function openList({ state, w }: Scene): string {
  const open = openBoxes(state).length;
  return open > 0 ? `${w.space}${w.checklist.mustBeComplete(open)}` : '';
}

/** What runs and waits now, and what ended last. */
export function statusMessage(input: {
  readonly active: readonly RunState[];
  readonly recent: readonly RunState[];
  readonly language: Language;
  readonly now: Instant;
  readonly door?: Door;
}): Message {
  const w = words(input.language);
  const scenes = (runs: readonly RunState[]) => runs.map((state) => reading(state, input.language, input.now));
  const open = scenes(input.active);
  const closed = scenes(input.recent.filter(({ phase }) => phase === 'closed').slice(0, SHOWN_CLOSED));
  const howToStart = w.status.howToStart(typedAt(input.door ?? 'slash')('help'));
  const headline = open.length === 0 ? w.status.nothingOpen : w.status.open(open.length);
  const first = open[0] ? `${subject(open[0])}${w.colon}${plain(nextMove(open[0]))}` : howToStart;
  const rest = open.length - SHOWN;
  return message(`${headline}${w.space}${first}`, [
    header(headline),
    ...(open.length === 0 ? [paragraph([howToStart])] : open.slice(0, SHOWN).flatMap(openRun)),
    ...(rest > 0 ? [paragraph([w.status.more(rest)])] : []),
    ...(closed.length === 0 ? [] : [paragraph([{ bold: w.status.recent }], ...closed.map(closedRun))]),
    actions(button('show-status', {}, w.status.refresh), ...recordButton(closed, w)),
  ]);
}

/** The record of the newest run that leaves one. */
function recordButton(closed: readonly Scene[], w: Words) {
  const newest = closed.find(({ state }) => state.decision?.verdict === 'approved');
  return newest ? [button('show-record', { run: newest.state.id }, w.record.showNewest)] : [];
}

function reading(state: RunState, language: Language, now: Instant): Scene {
  return sceneOf(state, { now, delivered: new Set() }, language);
}

function openRun(scene: Scene): readonly KnownBlock[] {
  const { state, w } = scene;
  const asked: Line = [
    `${w.run.requester}${w.colon}`,
    { user: state.requestedBy },
    w.aside(date(scene, state.requestedAt)),
  ];
  const where: Line = [w.status.cardIn, { channel: state.request.channel }];
  const about: Line = [{ code: state.id }, ' · ', ...asked, ' · ', ...where];
  return [paragraph([{ bold: subject(scene) }], nextMove(scene), about)];
}

function closedRun(scene: Scene): Line {
  const { state, w } = scene;
  const at = state.closedAt === undefined ? '' : date(scene, state.closedAt);
  return [`• ${at} ${subject(scene)} · ${outcomeText(scene)}${w.aside(state.id)}`];
}

/** Why the run stands still, and that people must choose; the plan may do so for them. */
function standing(scene: Scene): Line {
  const { w } = scene;
  const stand = standNow(scene);
  if (!stand) return [`${explainStop(scene)}${w.space}${w.stopped.undoFollows}`];
  return [`${stand.what}${w.space}${w.status.chooseAtCard}`];
}
