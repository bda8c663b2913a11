import type { CheckPhase, FailureCause, HoldCause, Outcome } from '../domain/event.js';
import type { Instant } from '../domain/time.js';
import { answerDueAt, openManualChecks } from './manual-checks.js';
import { manualStep } from './manual-steps.js';
import { openQuestions } from './questions.js';
import { nextReminder } from './reminders.js';
import { segmentOf } from './segment.js';
import type { RunState, StepState } from './state.js';
import { activeSteps, currentStep, isUnderWay } from './steps.js';
import { stepsToUndo } from './touched.js';

/** What to do next about a run, as data. `wait` is over when a person decides or when `until` has come. */
export type Effect =
  | { readonly kind: 'wait'; readonly until?: Instant }
  | { readonly kind: 'run-checks'; readonly phase: CheckPhase; readonly checks: readonly string[] }
  /** Nobody answered these in time: they are unknown. */
  | { readonly kind: 'give-up-checks'; readonly checks: readonly string[] }
  /** One segment: they travel to their host together. */
  | { readonly kind: 'run-steps'; readonly steps: readonly string[] }
  /** A person is asked to do it. */
  | { readonly kind: 'ask-step'; readonly step: string }
  /** Nobody said in time whether they did it. */
  | { readonly kind: 'give-up-step'; readonly step: string }
  | { readonly kind: 'cancel-steps'; readonly steps: readonly string[] }
  /** The plan orders that what was done is taken back. */
  | { readonly kind: 'restore'; readonly cause: FailureCause }
  | { readonly kind: 'hold'; readonly cause: HoldCause }
  /** People have been waited for long enough to be called again. */
  | { readonly kind: 'remind' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'close'; readonly outcome: Outcome };

/** The one effect that a state calls for at `now`. A step only ever runs under an approval. */
export function nextEffect(state: RunState, now: Instant): Effect {
  switch (state.phase) {
    case 'preparing':
      // What was seen before the bot was away that long is no ground for a decision.
      if (isOutdated(state, now)) return { kind: 'expire' };
      return { kind: 'run-checks', phase: 'preflight', checks: open(state.prechecks) };
    case 'awaiting-approval':
      return (state.expiresAt ?? 0) <= now ? { kind: 'expire' } : { kind: 'wait', until: state.expiresAt ?? now };
    case 'running':
      return stepEffect(state, now);
    case 'verifying':
      return verifyEffect(state, now);
    case 'restoring':
      return restoreEffect(state, now);
    case 'stopped':
      return stoppedEffect(state, now);
    case 'needs-human':
    case 'held':
      return waitForPeople(state, now);
    case 'closing':
      // `closing` always carries the outcome that led to it.
      return { kind: 'close', outcome: state.outcome ?? 'failed' };
    case 'queued':
    case 'closed':
      return { kind: 'wait' };
  }
}

/** Steps follow each other at once. A gap means that the bot was away; an approval does not outlast its validity. */
function isOutdated({ progressAt, request }: RunState, now: Instant): boolean {
  return now - progressAt > request.approvalValidFor;
}

function stepEffect(state: RunState, now: Instant): Effect {
  const step = currentStep(state);
  if (state.decision?.verdict !== 'approved' || !step) return { kind: 'wait' };
  if (step.status === 'pending' && isOutdated(state, now)) return { kind: 'expire' };
  return manualStep(state, step.id) ? personEffect(state, step, now) : move(state);
}

function personEffect(state: RunState, { id, status }: StepState, now: Instant): Effect {
  if (status === 'pending') return { kind: 'ask-step', step: id };
  const until = openQuestions(state)[0]?.due ?? now;
  return until <= now ? { kind: 'give-up-step', step: id } : waitForPeople(state, now, until);
}

function move(state: RunState): Effect {
  if (!state.abort) return { kind: 'run-steps', steps: segmentOf(state).map(({ id }) => id) };
  const underWay = activeSteps(state).filter(isUnderWay);
  return { kind: 'cancel-steps', steps: underWay.map(({ id }) => id) };
}

/** Half taken back long ago is for people to look at, not to go on with. */
function restoreEffect(state: RunState, now: Instant): Effect {
  const step = currentStep(state);
  const checks = open(state.restore?.checks ?? []);
  if (!step) return { kind: 'run-checks', phase: 'restore', checks };
  if (step.status === 'pending' && isOutdated(state, now)) return { kind: 'hold', cause: 'outdated' };
  return move(state);
}

/** The plan may order what happens then; else people choose. */
function stoppedEffect(state: RunState, now: Instant): Effect {
  const cause = state.stopped?.cause ?? 'step';
  if (cause === 'outdated') return waitForPeople(state, now);
  const isLate = state.resumedLate || isOutdated(state, now);
  const isOrdered = state.request.scheme.restore?.automatic.includes(cause) && !isLate;
  if (isOrdered && stepsToUndo(state).length > 0) return { kind: 'restore', cause };
  return waitForPeople(state, now);
}

/** They are called again now and then; at `due` the run goes on without their word. */
function waitForPeople(state: RunState, now: Instant, due = Number.POSITIVE_INFINITY): Effect {
  const again = nextReminder(state) ?? Number.POSITIVE_INFINITY;
  if (again <= now) return { kind: 'remind' };
  const until = Math.min(again, due);
  return Number.isFinite(until) ? { kind: 'wait', until } : { kind: 'wait' };
}

/** Automatic checks are asked while people answer theirs; then the run waits for people, each check as long as the plan says. */
function verifyEffect(state: RunState, now: Instant): Effect {
  const automatic = open(state.checks.filter(({ isManual }) => !isManual));
  if (automatic.length > 0) return { kind: 'run-checks', phase: 'verify', checks: automatic };
  const manual = openManualChecks(state).map(({ id }) => ({ id, due: answerDueAt(state, id) }));
  const overdue = manual.filter(({ due }) => due <= now).map(({ id }) => id);
  if (overdue.length > 0) return { kind: 'give-up-checks', checks: overdue };
  return waitForPeople(state, now, Math.min(...manual.map(({ due }) => due)));
}

function open(checks: readonly { readonly id: string; readonly status: string }[]): readonly string[] {
  return checks.filter(({ status }) => status !== 'finished').map(({ id }) => id);
}
