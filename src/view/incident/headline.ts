import { openQuestions } from '../../run/questions.js';
import type { RunState } from '../../run/state.js';
import { hasStarted } from '../../run/touched.js';
import { paragraph } from '../../view/blocks.js';
import { askLine, standNow } from '../../view/calls.js';
import { approvedLine, doing, stepsTook } from '../../view/card-progress.js';
import { queuedText } from '../../view/card-queued.js';
import { decideBy } from '../../view/card-request.js';
import { message } from '../../view/message.js';
import { explain, explainStop, outcomeText, tookOf } from '../../view/outcome.js';
import { pausedMove } from '../../view/paused-move.js';
import type { Line } from '../../view/rich-text.js';
import { deciders, fact, type Scene, severityText, spoken, subject } from '../../view/scene.js';
import type { Message } from '../../view/surface.js';
import { cardLine } from './card-line.js';

/**
 * A run's first message in the incident thread: how it stands and who must do what next. It is edited as the run goes,
 * and shows no moving clock, so that it is edited only when something happened.
 */
export function headline(scene: Scene): Message {
  const { w, state } = scene;
  const heading = w.title(standing(scene), subject(scene));
  const next = nextLine(scene);
  return message(w.text(standing(scene), subject(scene), spoken(scene, next)), [
    paragraph(
      [{ bold: heading }],
      next,
      [
        { bold: `${w.run.runId}${w.colon}` },
        { code: state.id },
        ' · ',
        `${w.run.requester}${w.colon}`,
        { user: state.requestedBy },
        ' · ',
        severityText(scene),
      ],
      fact(scene, w.run.reason, state.request.reason),
      ...(state.decision ? [approvedLine(scene)] : []),
      ...tookLine(scene),
      cardLine(scene),
      ...recordLine(scene),
    ),
  ]);
}

const MOVING: readonly RunState['phase'][] = ['running', 'verifying', 'restoring'];

/** How the run stands, in an emoji and words. */
function standing(scene: Scene): string {
  const { w, state } = scene;
  const { stands } = w.incidentThread;
  if (state.pausedAt !== undefined && state.decision) return w.paused.heading;
  if (state.abort && MOVING.includes(state.phase)) return state.restore ? w.restoring.stopping : stands.stopping;
  switch (state.phase) {
    case 'queued':
      return w.queued.heading;
    case 'preparing':
      return stands.preparing;
    case 'awaiting-approval':
      return stands.awaiting;
    case 'running':
      return stands.running;
    case 'verifying':
      return stands.verifying;
    case 'restoring':
      return w.restoring.heading;
    case 'needs-human':
    case 'stopped':
    case 'held':
      return standNow(scene)?.heading ?? w.restoring.heading;
    case 'closing':
    case 'closed':
      return outcomeText(scene);
  }
}

/** Who must do what next, or what came of it. */
function nextLine(scene: Scene): Line {
  const { w, state } = scene;
  const { next, wait, decide, answerChecks } = w.incidentThread;
  const to = (...what: Line): Line => fact(scene, next, ...what);
  if (state.pausedAt !== undefined && state.decision) return pausedMove(scene);
  switch (state.phase) {
    case 'queued':
      return to(queuedText(scene));
    case 'preparing':
      return to(w.status.preparing);
    case 'awaiting-approval':
      return to(...deciders(scene), w.comma, `${decide}${w.stop}`, ...decideBy(scene), w.stop.trimEnd());
    case 'running':
      return [`${doing(scene)}${w.stop}${openQuestions(state).length > 0 ? w.byPerson.howTo : wait}`];
    case 'verifying':
      return [`${doing(scene)}${w.stop}${openQuestions(state).length > 0 ? answerChecks : wait}`];
    case 'restoring':
      return [`${doing(scene)}${w.stop}${wait}`];
    case 'needs-human':
    case 'stopped':
    case 'held':
      return standingLine(scene);
    case 'closing':
    case 'closed':
      return [explain(scene)];
  }
}

/** What is so and who must choose; the plan may do so for them. */
function standingLine(scene: Scene): Line {
  const { w } = scene;
  const stand = standNow(scene);
  if (!stand) return [`${explainStop(scene)}${w.space}${w.stopped.undoFollows}`];
  return [`${stand.what}${w.space}`, ...fact(scene, w.incidentThread.next, ...askLine(scene, stand))];
}

/** How long the steps took, once the run is over. */
function tookLine(scene: Scene): readonly Line[] {
  const span = stepsTook(scene);
  const isOver = scene.state.phase === 'closing' || scene.state.phase === 'closed';
  return isOver && span !== undefined && hasStarted(scene.state)
    ? [fact(scene, scene.w.run.stepsTook, tookOf(scene, span))]
    : [];
}

function recordLine({ state, w }: Scene): readonly Line[] {
  return state.phase === 'closed' && state.decision?.verdict === 'approved' ? [[w.incidentThread.record]] : [];
}
