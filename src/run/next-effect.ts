import type { Outcome } from '../domain/event.js';
import type { Instant } from '../domain/time.js';
import { answerDueAt, openManualChecks } from './manual-checks.js';
import type { RunState } from './state.js';

/** What to do next about a run, as data. `wait` is over when a person decides or when `until` has come. */
export type Effect =
  | { readonly kind: 'wait'; readonly until?: Instant }
  | { readonly kind: 'run-checks'; readonly phase: 'preflight' | 'verify'; readonly checks: readonly string[] }
  /** Nobody answered these in time: they are unknown. */
  | { readonly kind: 'give-up-checks'; readonly checks: readonly string[] }
  | { readonly kind: 'run-step'; readonly step: string }
  | { readonly kind: 'cancel-step'; readonly step: string }
  | { readonly kind: 'expire' }
  | { readonly kind: 'close'; readonly outcome: Outcome };

/** The one effect that a state calls for at `now`. A step only ever runs under an approval. */
export function nextEffect(state: RunState, now: Instant): Effect {
  switch (state.phase) {
    case 'preparing':
      // What was seen before the bot was away that long is no ground for a decision.
      if (now - state.progressAt > state.request.approvalValidFor) return { kind: 'expire' };
      return { kind: 'run-checks', phase: 'preflight', checks: open(state.prechecks) };
    case 'awaiting-approval':
      return (state.expiresAt ?? 0) <= now ? { kind: 'expire' } : { kind: 'wait', until: state.expiresAt ?? now };
    case 'running':
      return stepEffect(state, now);
    case 'verifying':
      return verifyEffect(state, now);
    case 'closing':
      // `closing` always carries the outcome that led to it.
      return { kind: 'close', outcome: state.outcome ?? 'failed' };
    case 'needs-human':
    case 'closed':
      return { kind: 'wait' };
  }
}

function stepEffect(state: RunState, now: Instant): Effect {
  if (state.decision?.verdict !== 'approved') return { kind: 'wait' };
  const step = state.steps.find(({ status }) => status !== 'succeeded');
  if (!step) return { kind: 'wait' };
  // Steps follow each other at once. A gap means that the bot was away; an approval does not outlast its validity.
  const isOutdated = step.status === 'pending' && now - state.progressAt > state.request.approvalValidFor;
  if (isOutdated) return { kind: 'expire' };
  return { kind: state.abort ? 'cancel-step' : 'run-step', step: step.id };
}

/** Automatic checks are asked while people answer theirs; then the run waits for people, each check as long as the plan says. */
function verifyEffect(state: RunState, now: Instant): Effect {
  const automatic = open(state.checks.filter(({ isManual }) => !isManual));
  if (automatic.length > 0) return { kind: 'run-checks', phase: 'verify', checks: automatic };
  const manual = openManualChecks(state).map(({ id }) => ({ id, due: answerDueAt(state, id) }));
  const overdue = manual.filter(({ due }) => due <= now).map(({ id }) => id);
  if (overdue.length > 0) return { kind: 'give-up-checks', checks: overdue };
  return { kind: 'wait', until: Math.min(...manual.map(({ due }) => due)) };
}

function open(checks: readonly { readonly id: string; readonly status: string }[]): readonly string[] {
  return checks.filter(({ status }) => status !== 'finished').map(({ id }) => id);
}
