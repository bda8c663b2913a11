import type { ManualStep } from '../domain/scheme.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState, StepState } from './state.js';
import { currentStep } from './steps.js';

/** The plan's words about a step that a person does. */
export function manualStep({ request }: Pick<RunState, 'request'>, id: string): ManualStep | undefined {
  return plannedStep(request, id)?.manual;
}

/** The step that a person is waited for to do. */
export function askedStep(state: RunState): StepState | undefined {
  const step = currentStep(state);
  const isAsked = state.phase === 'running' && step?.status === 'running';
  return isAsked && manualStep(state, step.id) ? step : undefined;
}
