import type { RunEvent } from '../domain/event.js';
import type { RunState, StepState } from './state.js';

type Started = Extract<RunEvent, { type: 'step.started' }>;
type Finished = Extract<RunEvent, { type: 'step.finished' }>;
type Lost = Extract<RunEvent, { type: 'step.lost' }>;

/** A step's intent is written; it is about to be sent. */
export function startedStep(state: RunState, event: Started): RunState {
  const { token, at } = event;
  return update(state, event.step, (step) => ({ ...step, status: 'running', token, startedAt: at }));
}

/** A step's end is known. Only exit code 0 lets the run go on; after the last step verification begins. */
export function afterStep(state: RunState, event: Finished): RunState {
  const { result, output, durationMs, at } = event;
  const succeeded = result.kind === 'exited' && result.code === 0;
  const status = succeeded ? 'succeeded' : 'failed';
  const ended = update(state, event.step, ({ evidence: _, ...step }) => ({
    ...step,
    status,
    result,
    output,
    durationMs,
  }));
  if (ended.abort) return { ...ended, phase: 'closing', outcome: 'aborted', stepsEndedAt: at };
  if (!succeeded) return { ...ended, phase: 'closing', outcome: 'failed', stepsEndedAt: at };
  const last = ended.steps.every((step) => step.status === 'succeeded');
  return last ? { ...ended, phase: 'verifying', stepsEndedAt: at } : { ...ended, phase: 'running' };
}

/** Nobody can prove how a step ended: nothing further runs until a person decides. */
export function afterLostStep(state: RunState, event: Lost): RunState {
  const { evidence, output } = event;
  const lost = update(state, event.step, (step) => ({ ...step, status: 'lost', evidence, output }));
  return { ...lost, phase: 'needs-human' };
}

function update(state: RunState, id: string, change: (step: StepState) => StepState): RunState {
  return { ...state, steps: state.steps.map((step) => (step.id === id ? change(step) : step)) };
}
