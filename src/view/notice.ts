import type { Field, NoticeTemplate } from '../domain/template.js';
import { paragraph } from './blocks.js';
import { fillOf } from './fills/fill.js';
import type { Paper } from './fills/filled.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { fact, roleTitle, type Scene, subject, told } from './scene.js';
import type { Message } from './surface.js';
import { inEach } from './words/words.js';

/** The notice of a plan that has none of its own: S2's six fields (S2.30). A plan's own tells of a rollback, not of an undo. */
function generalNotice(request: { readonly undoOf?: string }): NoticeTemplate {
  const each = (pick: Parameters<typeof inEach>[0]) => inEach(pick, request);
  return {
    title: each((w) => w.notice.heading),
    fields: [
      { title: each((w) => w.notice.time), fill: 'approved-at', cites: [] },
      { title: each((w) => w.run.reason), fill: 'reason', cites: [] },
      { title: each((w) => w.run.impact), fill: 'impact', cites: [] },
      { title: each((w) => w.notice.scheme), fill: 'scheme', cites: [] },
      { title: each((w) => w.run.estimate), fill: 'estimate', cites: [] },
      { title: each((w) => w.notice.owner), fill: 'owner', cites: [] },
    ],
    cites: [],
  };
}

/** The notice that goes out after the approval, before the first step (S2.30). */
export function notice(scene: Scene): Message {
  const { w, state } = scene;
  const { decision, request } = state;
  const paper: Paper = { ...scene, kind: 'notice' };
  const own = request.undoOf === undefined ? request.plan.notice : undefined;
  const { title, fields } = own ?? generalNotice(request);
  const heading = told(scene, title);
  const role = decision ? w.aside(roleTitle(scene, decision.role)) : '';
  return message(w.text(heading, subject(scene)), [
    paragraph(
      [{ bold: heading }],
      ...fields.map((field) => fact(scene, told(scene, field.title), ...lineOf(paper, field))),
      ...(decision ? [fact(scene, w.run.approver, { user: decision.by }, role)] : []),
    ),
  ]);
}

/** A field's value in one line. Nobody is asked for anything before a rollback starts. */
function lineOf(paper: Paper, field: Field): Line {
  const filled = 'fill' in field ? fillOf(paper, field.fill) : undefined;
  if (filled === undefined) return [paper.w.run.unknown];
  if ('value' in filled) return filled.value;
  const lines = filled.rows.map(({ line, ticked }): Line => (ticked === undefined ? line : [mark(ticked), ...line]));
  return lines.flatMap((line, index) => (index === 0 ? line : [paper.w.semicolon, ...line]));
}

function mark(ticked: boolean): string {
  return ticked ? '☑ ' : '☐ ';
}
