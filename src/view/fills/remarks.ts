import { allSteps } from '../../run/steps.js';
import { hasStarted } from '../../run/touched.js';
import { stepsTook } from '../../view/card-progress.js';
import { heldText, stopper, tookOf } from '../../view/outcome.js';
import { restoreLines } from '../../view/restoring.js';
import type { Inline, Line } from '../../view/rich-text.js';
import { date, fact, roleTitle, told, took } from '../../view/scene.js';
import { evidenceText, unknownText } from '../../view/unknown.js';
import { wishText } from '../../view/wish-lines.js';
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

/** What does not happen in every run, in the order in which it does. */
function unusual(paper: Paper): readonly Line[] {
  const { w, state } = paper;
  const { abort, handedOver, givenUp, queuedUntil } = state;
  const at = (user: string, when: number): readonly Inline[] => [{ user }, w.aside(date(paper, when))];
  const why = (reason: string | undefined) =>
    reason === undefined ? '' : `${w.comma}${w.run.reason}${w.colon}${reason}`;
  return [
    ...(queuedUntil === undefined
      ? []
      : [fact(paper, w.record.queued, spanText(paper, state.requestedAt, queuedUntil))]),
    ...state.resumedAt.map((when) => fact(paper, w.record.resumed, date(paper, when))),
    ...state.claims.map((claim) => fact(paper, w.record.claimed, ...at(claim.by, claim.at))),
    ...state.wishes.map((wish) => wishText(paper, wish)),
    ...(abort ? [fact(paper, stopper(paper), ...at(abort.by, abort.at))] : []),
    ...restored(paper),
    ...heldLines(paper),
    ...(givenUp ? [fact(paper, w.run.givenUpBy, ...at(givenUp.by, givenUp.at), why(givenUp.reason))] : []),
    ...(handedOver ? [fact(paper, w.run.handedOverTo, ...at(handedOver.by, handedOver.at))] : []),
    ...unknownSteps(paper),
  ];
}

/** Why and by whom what was done was taken back, and from when to when. */
function restored(paper: Paper): readonly Line[] {
  const { w, state } = paper;
  const { restore } = state;
  if (!restore) return [];
  const { at, stepsEndedAt } = restore;
  const span = stepsEndedAt === undefined ? date(paper, at) : spanText(paper, at, stepsEndedAt);
  return [...restoreLines(paper), fact(paper, w.record.restoreTook, span)];
}

/** Since when nothing ran any more, why, and whose decision that was. */
function heldLines(paper: Paper): readonly Line[] {
  const { w, state } = paper;
  const { held } = state;
  if (!held) return [];
  const since = `${date(paper, held.at)}${w.comma}${heldText(paper)}`;
  const reason = held.reason === undefined ? '' : `${w.comma}${w.run.reason}${w.colon}${held.reason}`;
  const by: Line = held.by === undefined ? [] : [` ${w.held.by}${w.colon}`, { user: held.by }, reason];
  return [fact(paper, w.record.held, since, ...by)];
}

function spanText(paper: Paper, from: number, to: number): string {
  return `${paper.w.record.until(date(paper, from), date(paper, to))}${paper.w.aside(took(paper, to - from))}`;
}

function unknownSteps(paper: Paper): readonly Line[] {
  const { w, state } = paper;
  return allSteps(state)
    .filter(({ status }) => status === 'lost')
    .map((step) =>
      fact(paper, w.record.unknownStep, `${unknownText(paper, step)}${w.space}${evidenceText(paper, step)}`),
    );
}
