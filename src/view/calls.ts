import type { Instant } from '../domain/time.js';
import { allSteps } from '../run/steps.js';
import { paragraph } from './blocks.js';
import { approvedLine } from './card-progress.js';
import { decideBy } from './card-request.js';
import { stoppedHeading } from './card-standstill.js';
import { decidedLines } from './decisions.js';
import { message } from './message.js';
import { explainStop, outcomeText } from './outcome.js';
import type { Line } from './rich-text.js';
import { deciders, type Scene, spokenAll, subject, told } from './scene.js';
import { claimLine, isOrdered, summoned } from './standstill.js';
import { lostStep, stepWords } from './step-words.js';
import type { Surface } from './surface.js';
import { unknownText } from './unknown.js';

/**
 * Slack tells nobody about a mention that an edit brings in, and the card is only ever edited. So whoever must act is
 * called by a message of its own; once that is settled, the message says so.
 */
export function callForDecision(scene: Scene): readonly Surface[] {
  const { w, state, delivered } = scene;
  if (state.phase === 'awaiting-approval' && delivered.has('request-file')) {
    const ask: Line = [...deciders(scene), w.comma, w.call.decide];
    return [call(scene, 'call:decide', w.call.decideHeading, [ask, [...decideBy(scene), w.stop.trimEnd()]])];
  }
  if (!delivered.has('call:decide') || state.phase === 'awaiting-approval') return [];
  const settled = state.decision ? approvedLine(scene) : [outcomeText(scene)];
  return [call(scene, 'call:decide', w.call.decided, [settled])];
}

/** How a run stands still, in words for those who must choose. */
type Stand = { readonly kind: 'unknown' | 'stopped' | 'held'; readonly heading: string; readonly what: string };

/** Undefined while nobody needs to choose. */
export function standNow(scene: Scene): Stand | undefined {
  const { w, state } = scene;
  const lost = lostStep(scene);
  if (state.phase === 'needs-human' && lost)
    return { kind: 'unknown', heading: w.human.heading, what: unknownText(scene, lost) };
  if (state.phase === 'stopped' && !isOrdered(scene))
    return { kind: 'stopped', heading: stoppedHeading(scene), what: explainStop(scene) };
  return state.phase === 'held' ? { kind: 'held', heading: w.held.heading, what: explainStop(scene) } : undefined;
}

/** Calls the requester and the approver to a run that stands still: each time that it comes to stand, by a new message. */
export function callForHelp(scene: Scene): readonly Surface[] {
  const { state } = scene;
  const stand = standNow(scene);
  const key = stand && `call:${stand.kind}:${state.waitingSince ?? 0}`;
  const open =
    stand && key
      ? [
          call(scene, key, stand.heading, [
            askLine(scene, stand),
            [stand.what],
            [staysText(scene, stand)],
            claimLine(scene),
          ]),
        ]
      : [];
  return [...settledCalls(scene, key), ...open];
}

/** Who is asked to do what. */
export function askLine(scene: Scene, { kind }: Stand): Line {
  const { w } = scene;
  return [...summoned(scene), w.comma, kind === 'held' ? w.summons.end : w.summons.choose];
}

/** What happens as long as nobody does anything. */
function staysText({ w }: Scene, { kind }: Stand): string {
  return { unknown: w.human, stopped: w.stopped, held: w.held }[kind].stays;
}

const STANDS = /^call:(unknown|stopped|held):(\d+)/;

function settledCalls(scene: Scene, open: string | undefined): readonly Surface[] {
  const left = [...scene.delivered].filter((key) => STANDS.test(key) && key !== open);
  const { dealtWith } = scene.w.summons;
  return left.map((key) => {
    const [, kind, since] = STANDS.exec(key) ?? [];
    return call(scene, key, dealtWith[(kind ?? 'unknown') as Stand['kind']], settledRows(scene, Number(since)));
  });
}

/** Who chose about the stand that began then, and how the steps stand since. */
export function settledRows(scene: Scene, since: Instant): readonly Line[] {
  return [...decidedLines(scene, since), ...stepRows(scene)];
}

/** How the steps stand after people chose, or after it was found out. */
export function stepRows(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  if (lostStep(scene)) return [[w.human.stillUnknown]];
  const begun = allSteps(state).filter(({ status }) => status !== 'pending' && status !== 'sent');
  return begun.map((step) => [`${told(scene, step.title)} · ${stepWords(scene, step)}`]);
}

/** A message of its own that calls people, below the card. */
export function call(scene: Scene, key: string, heading: string, rows: readonly Line[]): Surface {
  const { w, state } = scene;
  // A mention reaches its people from the thread as well. A run that stands still is everybody's business.
  const broadcast = STANDS.test(key) ? { broadcast: true } : {};
  const place = { channel: state.request.channel, below: 'card', ...broadcast };
  const blocks = [paragraph([{ bold: w.title(heading, subject(scene)) }], ...rows)];
  const text = w.text(heading, subject(scene), spokenAll(scene, rows));
  return { key, kind: 'message', place, message: message(text, blocks) };
}
