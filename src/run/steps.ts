import type { RunState, StepState } from './state.js';

/** The steps that the run is at: its own, or, once it takes them back, those that do so. */
export function activeSteps({ steps, restore }: Pick<RunState, 'steps' | 'restore'>): readonly StepState[] {
  return restore ? restore.steps : steps;
}

/** All steps in the order in which people see them: the run's own, then those that take them back. */
export function allSteps({ steps, restore }: Pick<RunState, 'steps' | 'restore'>): readonly StepState[] {
  return restore ? [...steps, ...restore.steps] : steps;
}

/** A step that needs nothing more before the next may begin. */
export function isDone({ status }: StepState): boolean {
  return status === 'succeeded' || status === 'skipped';
}

/** The first step that is not done. Steps go one after the other: only this one can begin, end or be chosen about. */
export function currentStep(state: Pick<RunState, 'steps' | 'restore'>): StepState | undefined {
  return activeSteps(state).find((step) => !isDone(step));
}

/** Delivered to its host, and its end is not known. */
export function isUnderWay({ status }: StepState): boolean {
  return status === 'running' || status === 'sent';
}

/** The step whose turn it is runs on its host. What was delivered behind one that does not, never begins. */
export function isAtWork(state: Pick<RunState, 'steps' | 'restore'>): boolean {
  const step = currentStep(state);
  return step !== undefined && isUnderWay(step);
}

/** The state with some of its active steps changed. */
export function withSteps(state: RunState, change: (step: StepState) => StepState): RunState {
  const { restore } = state;
  if (restore) return { ...state, restore: { ...restore, steps: restore.steps.map(change) } };
  return { ...state, steps: state.steps.map(change) };
}

/** The state with one of its active steps changed. */
export function withStep(state: RunState, id: string, change: (step: StepState) => StepState): RunState {
  return withSteps(state, (step) => (step.id === id ? change(step) : step));
}

/** A step that nothing happened to yet. */
export function pendingStep({ id, title }: Pick<StepState, 'id' | 'title'>): StepState {
  return { id, title, status: 'pending', attempt: 1, earlier: [] };
}
