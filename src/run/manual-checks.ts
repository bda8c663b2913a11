import type { ManualCheck } from '../domain/check.js';
import type { Instant } from '../domain/time.js';
import type { CheckState, RunState } from './state.js';

/** The plan's words about a check after the steps that only a person can answer. */
export function manualCheck({ request }: RunState, id: string): ManualCheck | undefined {
  const check = request.scheme.checks.find((each) => each.id === id);
  return check?.kind === 'manual' ? check : undefined;
}

/** When an open manual check counts as unanswered: its time runs from the end of the steps, or from when it was asked again. */
export function answerDueAt(state: RunState, id: string): Instant {
  return (state.askedAgainAt ?? state.stepsEndedAt ?? state.progressAt) + (manualCheck(state, id)?.within ?? 0);
}

/** Checks that wait for a person. */
export function openManualChecks({ checks }: RunState): readonly CheckState[] {
  return checks.filter(({ isManual, status }) => isManual && status !== 'finished');
}
