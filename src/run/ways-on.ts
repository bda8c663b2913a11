import type { Repeat } from '../domain/scheme.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState, StepState } from './state.js';
import { currentStep } from './steps.js';
import { stepsToUndo } from './touched.js';

/**
 * What people may choose when a run stands still. `ask-again`: the host, about a step whose end is unknown. `settle`: say that
 * it ran. `rerun`: run it once more. `skip`: leave the failed step and go on. `verify-again`: ask the checks that did not pass.
 * `restore`: take back what was done. `hold`: run nothing, keep the run open. `give-up`: end it as failed. `hand-over`: end it
 * with its step unknown; a person takes over.
 */
export type WayOn =
  | 'ask-again'
  | 'settle'
  | 'rerun'
  | 'skip'
  | 'verify-again'
  | 'restore'
  | 'hold'
  | 'give-up'
  | 'hand-over';

/** The ways on that this state leaves open, the gentlest first. */
export function waysOn(state: RunState): readonly WayOn[] {
  const step = currentStep(state);
  switch (state.phase) {
    case 'needs-human':
      return ['ask-again', 'settle', ...rerunOf(state, step), 'hand-over'];
    case 'stopped': {
      const undo: readonly WayOn[] = stepsToUndo(state).length > 0 ? ['restore'] : [];
      return [...againOf(state, step), ...undo, 'hold', 'give-up'];
    }
    case 'held':
      return ['give-up'];
    default:
      return [];
  }
}

/** What failed may be tried again or left out; what lacks a valid approval may not go on. */
function againOf(state: RunState, step: StepState | undefined): readonly WayOn[] {
  if (state.stopped?.cause === 'outdated') return [];
  return state.stopped?.cause === 'verification' ? ['verify-again'] : [...rerunOf(state, step), 'skip'];
}

/** Nobody may run a step again of which nothing on its host can tell whether it ran, nor anything once somebody said stop. */
function rerunOf(state: RunState, step: StepState | undefined): readonly WayOn[] {
  return step && !state.abort && repeatOf(state, step.id) !== 'once' ? ['rerun'] : [];
}

/** Running it again takes a second person, unless its end is known and its author says that again is harmless. */
export function needsSecondPerson(state: RunState): boolean {
  const step = currentStep(state);
  const repeat = step && repeatOf(state, step.id);
  return step?.status !== 'failed' || (repeat !== 'observe' && repeat !== 'converge');
}

function repeatOf({ request }: RunState, id: string): Repeat {
  return plannedStep(request, id)?.repeat ?? 'once';
}
