import { paragraph } from './blocks.js';
import { approvedLine } from './card-progress.js';
import { decideBy } from './card-request.js';
import { message } from './message.js';
import { outcomeText } from './outcome.js';
import type { Line } from './rich-text.js';
import { stepNumber, stepWords } from './rows.js';
import { deciders, type Scene, spoken, subject, told } from './scene.js';
import type { Surface } from './surface.js';

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

/** Calls the requester and the approver to a step whose end is unknown. */
export function callForHelp(scene: Scene): readonly Surface[] {
  const { w, state, delivered } = scene;
  const lost = state.steps.find(({ status }) => status === 'lost');
  if (state.phase === 'needs-human' && lost) {
    const what = w.human.what(stepNumber(scene, lost.id), told(scene, lost.title));
    const people: Line = [{ user: state.requestedBy }, ...(state.decision ? [' ', { user: state.decision.by }] : [])];
    return [call(scene, 'call:unknown', w.human.heading, [[...people, w.comma, w.call.choose], [what]])];
  }
  if (!delivered.has('call:unknown')) return [];
  return [call(scene, 'call:unknown', w.incident.noLongerUnknown, settledRows(scene))];
}

/** How the steps stand after an unknown one was settled. */
export function settledRows(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  if (state.steps.some(({ status }) => status === 'lost')) return [[w.human.stillUnknown]];
  const begun = state.steps.filter(({ status }) => status !== 'pending');
  return begun.map((step) => [`${told(scene, step.title)} · ${stepWords(scene, step)}`]);
}

function call(scene: Scene, key: 'call:decide' | 'call:unknown', heading: string, rows: readonly Line[]): Surface {
  const { w, state } = scene;
  // A mention reaches its people from the thread as well. A run that stands still is everybody's business.
  const broadcast = key === 'call:unknown' ? { broadcast: true } : {};
  const place = { channel: state.request.channel, below: 'card', ...broadcast };
  const blocks = [paragraph([{ bold: w.title(heading, subject(scene)) }], ...rows)];
  const text = w.text(heading, subject(scene), rows.map((row) => spoken(scene, row)).join(w.space));
  return { key, kind: 'message', place, message: message(text, blocks) };
}
