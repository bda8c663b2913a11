import { paragraph } from './blocks.js';
import { message } from './message.js';
import { date, fact, roleTitle, type Scene, schemeTitle, subject, took } from './scene.js';
import type { Message } from './surface.js';

/** The notice that goes out after the approval, before the first step (S2.30). */
export function notice(scene: Scene): Message {
  const { w, state, language } = scene;
  const { request, decision } = state;
  const scheme = schemeTitle(request.scheme, language);
  const role = decision ? w.aside(roleTitle(scene, decision.role)) : '';
  return message(w.text(w.notice.heading, subject(scene)), [
    paragraph(
      [{ bold: w.notice.heading }],
      fact(scene, w.notice.time, date(scene, decision?.at ?? state.requestedAt)),
      fact(scene, w.run.reason, request.reason),
      fact(scene, w.run.impact, request.impact),
      fact(scene, w.notice.scheme, scheme),
      fact(scene, w.run.estimate, w.run.within(took(scene, request.scheme.budget))),
      fact(scene, w.notice.owner, { user: state.requestedBy }),
      ...(decision ? [fact(scene, w.run.approver, { user: decision.by }, role)] : []),
    ),
  ]);
}
