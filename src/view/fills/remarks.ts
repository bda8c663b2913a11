import { allSteps } from '../../run/steps.js';
import { hasStarted } from '../../run/touched.js';
import { stepsTook } from '../../view/card-progress.js';
import { stopper, tookOf } from '../../view/outcome.js';
import type { Inline, Line } from '../../view/rich-text.js';
import { date, fact, roleTitle, told } from '../../view/scene.js';
import { evidenceText, unknownText } from '../../view/unknown.js';
import type { FillFunction, Paper } from './filled.js';

/** Everything else worth keeping (S1.64): who decided, what was pinned, what was unusual, and the journal's end. */
export const remarks: FillFunction = (paper) => {
  const { w, state } = paper;
  const { request } = state;
  const span = stepsTook(paper);
  const { incident } = state;
  const plan = `${told(paper, request.plan.title)}${w.aside(`${request.plan.name} ${request.plan.version}`)}`;
  const rows: readonly Line[] = [
    fact(paper, w.run.runId, { code: state.id }),
    fact(paper, w.run.environment, request.environment),
    fact(paper, w.run.requester, { user: state.requestedBy }, w.aside(date(paper, state.requestedAt))),
    ...decision(paper),
    ...(span === undefined || !hasStarted(state) ? [] : [fact(paper, w.run.stepsTook, tookOf(paper, span))]),
    ...unusual(paper),
    ...(state.closedAt === undefined ? [] : [fact(paper, w.record.closed, date(paper, state.closedAt))]),
    ...(incident ? [fact(paper, w.record.incident, { code: `${incident.channel} ${incident.thread}` })] : []),
    fact(paper, w.run.plan, plan),
    fact(paper, w.run.planDigest, { code: request.plan.digest }),
    ...backupDigest(paper),
    fact(paper, w.run.requestDigest, { code: request.digest }),
    fact(paper, w.record.journalEnd, { code: state.hash }, w.aside(w.record.events(state.revision))),
  ];
  return { rows: rows.map((line) => ({ line })) };
};

function decision(paper: Paper): readonly Line[] {
  const { w, state } = paper;
  if (!state.decision) return [];
  const { verdict, by, role, at } = state.decision;
  const label = verdict === 'approved' ? w.run.approver : w.run.rejecter;
  const about = w.aside(`${roleTitle(paper, role)}${w.comma}${date(paper, at)}`);
  return [fact(paper, label, { user: by }, about)];
}

/** What was returned to, so that it can be told from another one of the same name. */
function backupDigest(paper: Paper): readonly Line[] {
  const { backup } = paper.state.request;
  return backup ? [fact(paper, paper.w.documents.backupDigest(backup.kind), { code: backup.digest })] : [];
}

function unusual(paper: Paper): readonly Line[] {
  const { w, state } = paper;
  const { abort, handedOver } = state;
  const at = (user: string, when: number): readonly Inline[] => [{ user }, w.aside(date(paper, when))];
  return [
    ...state.resumedAt.map((when) => fact(paper, w.record.resumed, date(paper, when))),
    ...(abort ? [fact(paper, stopper(paper), ...at(abort.by, abort.at))] : []),
    ...(handedOver ? [fact(paper, w.run.handedOverTo, ...at(handedOver.by, handedOver.at))] : []),
    ...allSteps(state)
      .filter(({ status }) => status === 'lost')
      .map((step) => {
        return fact(paper, w.record.unknownStep, `${unknownText(paper, step)}${w.space}${evidenceText(paper, step)}`);
      }),
  ];
}
