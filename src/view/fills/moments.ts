import type { Instant } from '../../domain/time.js';
import type { RunState } from '../../run/state.js';
import { hasStarted } from '../../run/touched.js';
import { stepsTook } from '../../view/card-progress.js';
import { tookOf } from '../../view/outcome.js';
import { date, took } from '../../view/scene.js';
import { type FillFunction, type Paper, type Row, value } from './filled.js';

/** When it was asked for. */
export const requestedAt: FillFunction = (paper) => value(moment(paper, paper.state.requestedAt));

export const approvedAt: FillFunction = (paper) => momentOr(paper, approval(paper.state));

/** When the first step began (S1.50, S2.96). */
export const startedAt: FillFunction = (paper) => momentOr(paper, begin(paper.state));

/** When the last step ended that ran (S2.96). */
export const endedAt: FillFunction = (paper) => momentOr(paper, end(paper.state));

/** When the last check had passed; after a failure only people know (S2.96). */
export const recoveredAt: FillFunction = (paper) => {
  const at = recovery(paper.state);
  return at === undefined ? undefined : value(moment(paper, at));
};

export const estimate: FillFunction = (paper) =>
  value(paper.w.run.within(took(paper, paper.state.request.scheme.budget)));

/** `42 秒，在预计的 1 分钟内`. */
export const tookFill: FillFunction = (paper) => {
  const span = stepsTook(paper);
  return value(span === undefined || !hasStarted(paper.state) ? paper.w.run.notRun : tookOf(paper, span));
};

/** `03:12 开始回滚`: every mark that the run itself set. */
export const timeline: FillFunction = (paper) => {
  const { state, w } = paper;
  const marks: readonly (readonly [name: string, at: Instant | undefined])[] = [
    [w.documents.marks.requested, state.requestedAt],
    [w.documents.marks.approved, approval(state)],
    [w.documents.marks.started, begin(state)],
    [w.documents.marks.ended, end(state)],
    [w.documents.marks.undoing, state.restore?.at],
    [w.documents.marks.restored, state.outcome === 'restored' ? state.closedAt : undefined],
    [w.documents.marks.recovered, recovery(state)],
  ];
  const row = ([name, at]: (typeof marks)[number]): readonly Row[] =>
    at === undefined ? [] : [{ line: [`${date(paper, at).slice(11, 16)} - ${name}`] }];
  return { rows: marks.flatMap(row) };
};

/** As the document writes times: the record to the second with the zone, the review to the minute. */
export function moment(paper: Paper, at: Instant): string {
  const whole = date(paper, at);
  if (paper.kind === 'review') return whole.slice(0, 16);
  return paper.kind === 'record' ? `${whole}${paper.w.aside(paper.state.request.plan.timezone)}` : whole;
}

function momentOr(paper: Paper, at: Instant | undefined) {
  return value(at === undefined ? paper.w.run.notRun : moment(paper, at));
}

function approval({ decision }: RunState): Instant | undefined {
  return decision?.verdict === 'approved' ? decision.at : undefined;
}

function begin(state: RunState): Instant | undefined {
  return hasStarted(state) ? state.steps.find(({ startedAt }) => startedAt !== undefined)?.startedAt : undefined;
}

function end(state: RunState): Instant | undefined {
  return hasStarted(state) ? (state.stepsEndedAt ?? state.closedAt) : undefined;
}

function recovery({ outcome, closedAt }: RunState): Instant | undefined {
  return outcome === 'succeeded' || outcome === 'partial' ? closedAt : undefined;
}
