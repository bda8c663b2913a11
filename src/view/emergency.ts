import type { KnownBlock } from '@slack/types';
import { say } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { hasStarted, hasTouched } from '../run/touched.js';
import { actions, button, paragraph } from './blocks.js';
import { contactLines } from './contacts.js';
import type { Line } from './rich-text.js';
import { type Scene, schemeTitle, told } from './scene.js';
import { isOrdered } from './standstill.js';

/** More contacts than a card has room for stand in the thread. */
const MAX_ON_CARD = 6;
const LADDER: readonly RunState['outcome'][] = ['failed', 'restored', 'partial', 'refused', 'handed-over'];

/** A rollback that did not end well needs people; one that changed nothing because somebody stopped it does not. */
export function isInTrouble(scene: Scene): boolean {
  const { phase, outcome } = scene.state;
  if (phase === 'stopped') return !isOrdered(scene);
  if (phase === 'needs-human' || phase === 'held' || outcome === 'handed-over') return true;
  return (outcome === 'failed' || outcome === 'aborted') && hasTouched(scene.state);
}

/** Whom to call and what to do until then, on the card itself (S1.65 to S1.68). */
export function emergencyBlocks(scene: Scene): readonly KnownBlock[] {
  const { state, w, language } = scene;
  const { contacts, emergency } = state.request.plan;
  if (!isInTrouble(scene)) return [];
  const { instructions } = emergency;
  const until = instructions.map(({ title }) => told(scene, title)).join(w.semicolon);
  const wait: readonly Line[] = until === '' ? [] : [[{ bold: `${w.contacts.instructions}${w.colon}` }, until]];
  const call = contactLines(contacts.slice(0, MAX_ON_CARD), w, language);
  const whom: readonly Line[] = call.length === 0 ? [] : [[{ bold: w.emergency.call }], ...call];
  return [paragraph(...wait, ...whom, [w.emergency.inThread])];
}

/** What changed nothing may be asked for again, with the same words and, where it needs one, another backup. */
export function againBlocks({ state, w, language }: Scene): readonly KnownBlock[] {
  const { scheme, plan } = state.request;
  const changedNothing = state.outcome === 'refused' || (state.outcome === 'failed' && !hasTouched(state));
  if (state.phase !== 'closed' || !changedNothing) return [];
  // The scheme of an undo is the one that it takes back.
  const { undoOf } = state.request;
  if (undoOf !== undefined) return [actions(button('undo-run', { run: undoOf }, w.undo.again))];
  const value = { system: plan.name, scheme: scheme.key, run: state.id };
  return [actions(button('open-request', value, w.closed.askAnew(schemeTitle(scheme, language))))];
}

/** The scheme to try when this one did not help (S2.40, S2.51), one press away. */
export function ladderBlocks({ state, w, language }: Scene): readonly KnownBlock[] {
  const { scheme, plan } = state.request;
  const next = plan.schemes.find(({ key }) => key === scheme.next?.scheme);
  const isOver = LADDER.includes(state.outcome) || (state.outcome === 'aborted' && hasStarted(state));
  if (state.phase !== 'closed' || !isOver || !next || !scheme.next) return [];
  const title = schemeTitle(next, language);
  const value = { system: plan.name, scheme: next.key, run: state.id };
  return [
    paragraph([{ bold: `${w.emergency.next}${w.colon}` }, `${title}${w.aside(say(scheme.next.when, language))}`]),
    actions(button('open-request', value, w.emergency.useNext(title))),
  ];
}
