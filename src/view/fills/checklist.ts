import type { ChecklistItem } from '../../domain/plan.js';
import type { RunState } from '../../run/state.js';
import type { Line } from '../../view/rich-text.js';
import { date, told } from '../../view/scene.js';
import type { FillFunction, Paper } from './filled.js';

/** Every box of the list before the rollback, with who ticked it or what answered it (S1.33 to S1.38). */
export const checklist: FillFunction = (paper) => ({
  rows: paper.state.request.plan.checklist.map((item) => ({
    line: [told(paper, item.title), ...answer(paper, item)],
    ticked: isTicked(paper.state, item),
  })),
});

function isTicked(state: RunState, { id, answeredBy }: ChecklistItem): boolean {
  if (answeredBy === 'person') return Object.hasOwn(state.ticks, id);
  if (answeredBy === 'prechecks') return state.awaitingSince !== undefined;
  // A run that exists was asked for with a reason, and its message is how the channel learns of it.
  return answeredBy === 'checks' ? state.checks.length > 0 : true;
}

function answer(paper: Paper, { id, answeredBy }: ChecklistItem): Line {
  const { w, state } = paper;
  if (answeredBy !== 'person') return [w.aside(w.documents.answered[answeredBy])];
  const tick = Object.hasOwn(state.ticks, id) ? state.ticks[id] : undefined;
  return tick ? [`${w.colon}`, { user: tick.by }, ` ${date(paper, tick.at)}`] : [];
}
