import type { Step } from '../domain/scheme.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState, StepState } from './state.js';
import { activeSteps, isDone, isUnderWay } from './steps.js';

/** More would make one upload long, and one abort wide. */
const LONGEST = 32;

/**
 * The steps that travel to their host together, from the first that is not done on. A segment ends before another target and
 * before every irreversible step, and people do theirs alone; what was delivered together stays together.
 */
export function segmentOf(state: RunState): readonly StepState[] {
  const steps = activeSteps(state);
  const begin = steps.findIndex((step) => !isDone(step));
  const first = steps[begin];
  const planned = first && plannedStep(state.request, first.id);
  if (!first || !planned || planned.manual) return [];
  const rest = steps.slice(begin + 1, begin + LONGEST);
  const end = rest.findIndex((step) => !belongs(state, step, isUnderWay(first), planned));
  return [first, ...(end === -1 ? rest : rest.slice(0, end))];
}

function belongs(state: RunState, step: StepState, isSent: boolean, { target }: Step): boolean {
  const planned = plannedStep(state.request, step.id);
  if (planned?.target !== target || planned.manual) return false;
  return isSent ? isUnderWay(step) : step.status === 'pending' && planned.effect !== 'irreversible';
}
