import { paragraph } from './blocks.js';
import { closingFacts } from './card-closed.js';
import { typedAt } from './door.js';
import { message } from './message.js';
import { explain, outcomeText } from './outcome.js';
import { reviewDue } from './review.js';
import type { Line } from './rich-text.js';
import { fact, type Scene, subject } from './scene.js';
import type { Message } from './surface.js';
import { dateMinute } from './time.js';
import { undoOffer } from './undo-offer.js';

/** How the run ended, in a few lines for the channel. */
export function summary(scene: Scene): Message {
  const { w, state } = scene;
  const outcome = outcomeText(scene);
  const recorded: readonly Line[] = state.decision?.verdict === 'approved' ? [[w.closed.recordBelow]] : [];
  return message(w.text(outcome, subject(scene), explain(scene)), [
    paragraph(
      [{ bold: w.title(outcome, subject(scene)) }],
      [explain(scene)],
      fact(scene, w.run.requester, { user: state.requestedBy }),
      ...closingFacts(scene),
      ...undoOffer(scene),
      ...recorded,
      ...reviewLine(scene),
    ),
  ]);
}

/** Until when the review is due, and how to get its report (S2.94): by a mention, which works in the thread too. */
function reviewLine(scene: Scene): readonly Line[] {
  const { w, state } = scene;
  const due = reviewDue(state);
  if (due === undefined) return [];
  return [[w.review.due(dateMinute(due, state.request.plan.timezone), typedAt('mention')(`review ${state.id}`))]];
}
