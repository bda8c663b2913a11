import { outcomeText } from '../../view/outcome.js';
import { told } from '../../view/scene.js';
import { boxRows, FOLLOW_UP } from '../../view/told-boxes.js';
import type { FillFunction } from './filled.js';

const TEMPLATE_RESULTS = ['succeeded', 'partial', 'failed'] as const;

/** The template's three results; what is none of them has a line of its own, so that nothing is ticked falsely (S1.62). */
export const result: FillFunction = (paper) => {
  const { w, state } = paper;
  const { outcome } = state;
  // Put back as it was is a failure as the template sees it, and says so in the same line.
  const counted = outcome === 'restored' ? 'failed' : outcome;
  const rows = TEMPLATE_RESULTS.map((each) => {
    const restored = each === 'failed' && outcome === 'restored' ? w.aside(w.record.restored) : '';
    return { line: [`${w.outcome[each]}${restored}`], ticked: counted === each };
  });
  const isOther = counted !== undefined && !TEMPLATE_RESULTS.some((each) => each === counted);
  return { rows: [...rows, ...(isOther ? [{ line: [outcomeText(paper)], ticked: true }] : [])] };
};

/** What is to be done next, ticked by whoever completes the record (S1.63). */
export const followUps: FillFunction = (paper) => {
  const { followUps: items } = paper.state.request.plan;
  const titles = items.map(({ title }) => told(paper, title));
  return titles.length === 0 ? undefined : { rows: boxRows(paper, FOLLOW_UP, titles) };
};
