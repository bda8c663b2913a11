import type { Review } from '../domain/template.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { hasStarted } from '../run/touched.js';
import { documentParts, rowParts } from './document.js';
import type { Paper } from './fills/filled.js';
import { field, mdText } from './markdown.js';
import { type DocumentOptions, namerOf, paperOf } from './record.js';
import { told, took } from './scene.js';
import { dateMinute } from './time.js';
import { additions } from './told.js';
import { boxRows, REVIEW_ITEM } from './told-boxes.js';

export function reviewFileName({ id }: RunState): string {
  return `review-${id}.md`;
}

/** Until when the review takes place (S2.94); undefined when none is asked for, or nothing ran. */
export function reviewDue(state: RunState): Instant | undefined {
  const { request, closedAt, decision } = state;
  const { review } = request.plan;
  if (!review || closedAt === undefined || decision?.verdict !== 'approved') return undefined;
  return hasStarted(state) ? closedAt + review.within : undefined;
}

/** The review's report, filled in from the run and from what people told (S2.87 to S2.99). */
export function reviewOf(state: RunState, review: Review, options: DocumentOptions = {}): string {
  const paper = paperOf(state, 'review', options.language);
  const name = namerOf(state, options.names);
  const boxes = boxRows(
    paper,
    REVIEW_ITEM,
    review.checklist.map(({ title }) => told(paper, title)),
  );
  const parts = [
    `# ${mdText(told(paper, review.report.title))}`,
    ...additions(paper, review.report, name),
    ...documentParts(paper, review.report, name),
    ...(boxes.length === 0 ? [] : [`## ${paper.w.review.checklist}`, ...rowParts(boxes, name)]),
    `## ${paper.w.review.meeting}`,
    ...meeting(paper, review),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** When, who and what about. */
function meeting(paper: Paper, { within, attendees, agenda }: Review): readonly string[] {
  const { w, state } = paper;
  const after = w.review.within(took(paper, within));
  const until = state.closedAt === undefined ? '' : dateMinute(state.closedAt + within, state.request.plan.timezone);
  const when = until === '' ? after : `${w.review.before(until)}${w.aside(after)}`;
  const lines = [
    field(w.review.time, when, w.colon),
    field(w.review.attendees, mdText(told(paper, attendees)), w.colon),
  ];
  const items = agenda.map((item, index) => `${index + 1}. ${mdText(told(paper, item))}`);
  return [lines.join('\n'), ...(items.length === 0 ? [] : [`### ${w.review.agenda}`, items.join('\n')])];
}
