import { paragraph } from './blocks.js';
import { settledRows } from './calls.js';
import { approvedLine, evidenceLines } from './card-progress.js';
import { message } from './message.js';
import { explain, outcomeText } from './outcome.js';
import type { Line } from './rich-text.js';
import { stepNumber } from './rows.js';
import { clock, deciders, fact, type Scene, severityText, subject, told, took } from './scene.js';
import type { Place, Surface } from './surface.js';

/** What the linked incident thread is told. The start is also shown in its channel, the end only where the run's own summary is not. */
export function incidentSurfaces(scene: Scene): readonly Surface[] {
  const { incident } = scene.state;
  if (!incident) return [];
  const place = { channel: incident.channel, thread: incident.thread };
  return [...requested(scene, place), ...decided(scene, place), ...unknown(scene, place), ...finished(scene, place)];
}

/** What the thread is told, by where in a run it belongs. */
export type IncidentPost = 'requested' | 'decided' | 'unknown' | 'finished';

/** The thread is part of the key: when another one is linked, it gets posts of its own. */
export function incidentKey(post: IncidentPost, { thread }: Pick<Place, 'thread'>): string {
  return `incident:${post}:${thread}`;
}

function post(scene: Scene, name: IncidentPost, place: Place, heading: string, rows: readonly Line[]): Surface {
  const { w } = scene;
  const key = incidentKey(name, place);
  const blocks = [paragraph([{ bold: w.title(heading, subject(scene)) }], ...rows)];
  return { key, kind: 'message', place, message: message(w.text(heading, subject(scene)), blocks) };
}

function requested(scene: Scene, place: Place): readonly Surface[] {
  const { w, state } = scene;
  return [
    post(scene, 'requested', place, w.card.requested, [
      fact(scene, w.run.requester, { user: state.requestedBy }, w.aside(clock(scene, state.requestedAt))),
      fact(scene, w.run.severity, severityText(scene)),
      fact(scene, w.run.reason, state.request.reason),
      fact(scene, w.run.deciders, ...deciders({ ...scene, roles: {} })),
      shownIn(scene),
    ]),
  ];
}

function decided(scene: Scene, place: Place): readonly Surface[] {
  const { w, state } = scene;
  const { decision } = state;
  if (!decision) return [];
  if (decision.verdict === 'rejected') {
    return [post(scene, 'decided', place, w.outcome.rejected, [approvedLine(scene)])];
  }
  const estimate = fact(scene, w.run.estimate, w.run.within(took(scene, state.request.scheme.budget)));
  const started = { ...place, broadcast: true };
  return [post(scene, 'decided', started, w.incident.started, [approvedLine(scene), estimate])];
}

/** Stays once it was posted, so that a thread never ends on an unknown that has since become known. */
function unknown(scene: Scene, place: Place): readonly Surface[] {
  const { w, state, delivered } = scene;
  const lost = state.steps.find(({ status }) => status === 'lost');
  if (state.phase === 'needs-human' && lost) {
    const what = w.human.what(stepNumber(scene, lost.id), told(scene, lost.title));
    const rows = [[what], ...evidenceLines(scene, lost), [w.incident.decideAtCard], shownIn(scene)];
    return [post(scene, 'unknown', place, w.human.heading, rows)];
  }
  if (!delivered.has(incidentKey('unknown', place))) return [];
  return [post(scene, 'unknown', place, w.incident.noLongerUnknown, settledRows(scene))];
}

function finished(scene: Scene, place: Place): readonly Surface[] {
  const { state } = scene;
  // A rejection was told when it was decided.
  if (state.phase !== 'closed' || state.decision?.verdict === 'rejected') return [];
  const isTold = state.request.channel === place.channel;
  const approved = state.decision?.verdict === 'approved';
  const end = { ...place, ...(approved && !isTold ? { broadcast: true } : {}) };
  return [post(scene, 'finished', end, outcomeText(scene), [[explain(scene)]])];
}

function shownIn(scene: Scene): Line {
  return fact(scene, scene.w.incident.shownIn, { channel: scene.state.request.channel });
}
