import { paragraph } from '../../view/blocks.js';
import { askLine, standNow, stepRows } from '../../view/calls.js';
import { approvedLine } from '../../view/card-progress.js';
import { decideBy } from '../../view/card-request.js';
import { lastDecidedLines } from '../../view/decisions.js';
import { message } from '../../view/message.js';
import { explain, outcomeText } from '../../view/outcome.js';
import { rejectionLine } from '../../view/rejection.js';
import { restoreLines } from '../../view/restoring.js';
import type { Line } from '../../view/rich-text.js';
import { clock, deciders, type Scene, spokenAll, subject, took } from '../../view/scene.js';
import { namesOf } from '../../view/standstill.js';
import type { Place, Surface } from '../../view/surface.js';
import { cardLine } from './card-line.js';
import { type IncidentPost, incidentKey, threadsWith } from './key.js';

type Thread = Place & { readonly thread: string };

/** What happened, each a post of its own that begins with the run's number and scheme: a thread may hold two runs. */
export function milestones(scene: Scene, place: Thread): readonly Surface[] {
  return [
    ...decide(scene, place),
    ...decided(scene, place),
    ...verifying(scene, place),
    ...stands(scene, place),
    ...restoring(scene, place),
    ...finished(scene, place),
  ];
}

/** Calls in threads that were linked before, so that none stands there when it is settled. */
export function callsLeftIn(scene: Scene, { channel, thread: linked }: Thread): readonly Surface[] {
  const left = (post: IncidentPost): readonly Thread[] =>
    threadsWith(post, scene.delivered).flatMap((thread) => (thread === linked ? [] : [{ channel, thread }]));
  return [
    ...left('decide').flatMap((place) => decide(scene, place)),
    ...(['unknown', 'stopped', 'held'] as const).flatMap((kind) =>
      left(kind).flatMap((place) => standing(scene, kind, place)),
    ),
  ];
}

function post(scene: Scene, name: IncidentPost, place: Thread, rows: readonly Line[]): Surface {
  const { w, state } = scene;
  const about = `${state.id} · ${subject(scene)}`;
  const blocks = [paragraph([{ bold: about }], ...rows)];
  const text = `${about}${w.stop}${spokenAll(scene, rows)}`;
  return { key: incidentKey(name, place.thread), kind: 'message', place, message: message(text, blocks) };
}

/** Calls the deciders by name: a mention that an edit brings in reaches nobody. Afterwards it says what was decided. */
function decide(scene: Scene, place: Thread): readonly Surface[] {
  const { w, state, delivered } = scene;
  const { pleaseDecide, decide: toDecide } = w.incidentThread;
  // The buttons are there once the whole request is.
  if (state.phase === 'awaiting-approval' && delivered.has('request-file')) {
    const ask: Line = [
      `${pleaseDecide}${w.colon}`,
      ...deciders(scene),
      w.comma,
      `${toDecide}${w.stop}`,
      ...decideBy(scene),
      w.stop.trimEnd(),
    ];
    return [post(scene, 'decide', place, [ask, cardLine(scene)])];
  }
  if (!delivered.has(incidentKey('decide', place.thread)) || state.phase === 'awaiting-approval') return [];
  return [post(scene, 'decide', place, [[`${w.call.decided}${w.stop}`, ...settled(scene)]])];
}

function settled(scene: Scene): Line {
  return scene.state.decision ? approvedLine(scene) : [outcomeText(scene)];
}

/** The decision. That it started only while that is news; the channel hears it once, whichever thread tells it. */
function decided(scene: Scene, place: Thread): readonly Surface[] {
  const { w, state, delivered } = scene;
  const { decision, request } = state;
  if (!decision) return [];
  if (decision.verdict === 'rejected') {
    return [post(scene, 'decided', place, [[outcomeText(scene)], approvedLine(scene), ...rejectionLine(scene)])];
  }
  const isNow = state.phase === 'running' || state.phase === 'verifying';
  if (!isNow && !delivered.has(incidentKey('decided', place.thread))) return [];
  const isToldElsewhere = threadsWith('decided', delivered).some((thread) => thread !== place.thread);
  const where = isToldElsewhere ? place : { ...place, broadcast: true };
  const started = w.incidentThread.started(w.run.within(took(scene, request.scheme.budget)));
  return [post(scene, 'decided', where, [[started], approvedLine(scene), cardLine(scene)])];
}

/** Only while it is true: told late it would contradict the headline. What was posted stays. */
function verifying(scene: Scene, place: Thread): readonly Surface[] {
  const { w, state, delivered } = scene;
  const { stepsEndedAt } = state;
  const isNow = state.phase === 'verifying' || delivered.has(incidentKey('verifying', place.thread));
  if (!isNow || stepsEndedAt === undefined) return [];
  const skipped = namesOf(
    scene,
    state.steps.filter(({ status }) => status === 'skipped'),
  );
  const { verifying: all, verifyingRest } = w.incidentThread;
  const said = skipped === undefined ? all : verifyingRest(skipped);
  return [post(scene, 'verifying', place, [[said, w.aside(clock(scene, stepsEndedAt))]])];
}

/**
 * Calls to a run that stands still. Each stays once it was posted, so that a thread never ends on a question that was
 * answered since.
 */
function stands(scene: Scene, place: Thread): readonly Surface[] {
  return (['unknown', 'stopped', 'held'] as const).flatMap((kind) => standing(scene, kind, place));
}

function standing(scene: Scene, kind: 'unknown' | 'stopped' | 'held', place: Thread): readonly Surface[] {
  const { w, delivered } = scene;
  const stand = standNow(scene);
  if (stand?.kind === kind) {
    const turn = kind === 'stopped' && scene.state.stopped?.cause === 'outdated' ? 'outdated' : kind;
    const rows: readonly Line[] = [[w.turns[turn]], [stand.what], askLine(scene, stand)];
    return [post(scene, kind, place, [...rows, cardLine(scene)])];
  }
  if (!delivered.has(incidentKey(kind, place.thread))) return [];
  return [
    post(scene, kind, place, [[w.summons.dealtWith[kind]], ...lastDecidedLines(scene, kind), ...stepRows(scene)]),
  ];
}

/** That what was done is being taken back, and why; told late it would contradict the headline. */
function restoring(scene: Scene, place: Thread): readonly Surface[] {
  const { w, state, delivered } = scene;
  const isNow = state.phase === 'restoring' || delivered.has(incidentKey('restoring', place.thread));
  if (!isNow || !state.restore) return [];
  return [post(scene, 'restoring', place, [[w.turns.restoring], ...restoreLines(scene)])];
}

/** The end; of a run that was carried out, also shown in the channel. */
function finished(scene: Scene, place: Thread): readonly Surface[] {
  const { state, w } = scene;
  // A rejection was told when it was decided.
  if (state.phase !== 'closed' || state.decision?.verdict === 'rejected') return [];
  const approved = state.decision?.verdict === 'approved';
  const rows: readonly Line[] = [
    [outcomeText(scene)],
    [explain(scene)],
    ...(approved ? [[w.incidentThread.record]] : []),
    cardLine(scene),
  ];
  return [post(scene, 'finished', approved ? { ...place, broadcast: true } : place, rows)];
}
