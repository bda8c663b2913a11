import { plannedStep } from '../domain/undo-steps.js';
import type { RunState, StepState } from '../run/state.js';
import { activeSteps, isUnderWay } from '../run/steps.js';

/** The tokens of everything that was delivered and has not ended, in order. */
export function tokensUnderWay(state: RunState): readonly string[] {
  return tokensOf(activeSteps(state).filter(isUnderWay));
}

/** The same, with the step of which nobody knows how it ended; only those of one target when it is named. */
export function tokensLeft(state: RunState, target?: string): readonly string[] {
  const left = activeSteps(state).filter((step) => isUnderWay(step) || step.status === 'lost');
  return tokensOf(left.filter(({ id }) => target === undefined || plannedStep(state.request, id)?.target === target));
}

function tokensOf(steps: readonly StepState[]): readonly string[] {
  return steps.flatMap(({ token }) => token ?? []);
}
