import type { ManualCheck } from '../domain/check.js';
import type { Instant } from '../domain/time.js';
import type { CheckState, RunState } from './state.js';

/** The plan's words about a check after the steps that only a person can answer. */
export function manualCheck({ request }: RunState, id: string): ManualCheck | undefined {
  const check = request.scheme.checks.find((each) => each.id === id);
  return check?.kind === 'manual' ? check : undefined;
}

/** Since when people have been asked: the end of the steps, or when the checks were asked again. */
export function askedAt({ askedAgainAt, stepsEndedAt, progressAt }: RunState): Instant {
  return askedAgainAt ?? stepsEndedAt ?? progressAt;
}

/** When an open manual check counts as unanswered. */
export function answerDueAt(state: RunState, id: string): Instant {
  return askedAt(state) + (manualCheck(state, id)?.within ?? 0);
}

/** Checks that wait for a person. */
export function openManualChecks({ checks }: RunState): readonly CheckState[] {
  return checks.filter(({ isManual, status }) => isManual && status !== 'finished');
}
