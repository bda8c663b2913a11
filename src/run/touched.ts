import type { Check } from '../domain/check.js';
import type { StepResult } from '../domain/event.js';
import type { Step } from '../domain/scheme.js';
import { undoStep } from '../domain/undo-steps.js';
import type { RunState, StepState } from './state.js';

const DID_NOTHING: readonly StepResult['kind'][] = ['not-started', 'unneeded', 'unclear'];

/** True once a step may have run on a host, whatever came of it. */
export function hasStarted({ steps }: Pick<RunState, 'steps'>): boolean {
  return steps.some(mayHaveRun);
}

/** True once a step that changes something may have run: one that only looks leaves the host as it was. */
export function hasTouched({ steps, request }: Pick<RunState, 'steps' | 'request'>): boolean {
  const reads = new Set(request.scheme.steps.filter(({ effect }) => effect === 'read-only').map(({ id }) => id));
  return hasStarted({ steps: steps.filter(({ id }) => !reads.has(id)) });
}

/**
 * What takes back everything that the run's steps may have changed, the last one first. Nothing under a request that does not
 * say how to see that things are as before: older ones told their deciders that Backout runs no undo.
 */
export function stepsToUndo({ steps, request }: Pick<RunState, 'steps' | 'request'>): readonly Step[] {
  if (!request.scheme.restore) return [];
  const begun = new Set(steps.filter(mayHaveRun).map(({ id }) => id));
  return request.scheme.steps
    .filter(({ id }) => begun.has(id))
    .toReversed()
    .flatMap((step) => undoStep(step) ?? []);
}

/**
 * What is asked once it was taken back. A host of a group that no step touched is as it was, and may be the very one that could
 * not be reached.
 */
export function restoreChecks(state: Pick<RunState, 'steps' | 'request'>): readonly Check[] {
  const all = state.request.scheme.restore?.checks ?? [];
  const asked = all.filter((check) => concerns(check, state));
  // Something required must be asked, or nothing is seen.
  return asked.some(({ weight }) => weight === 'required') ? asked : all;
}

/** Whether the copies that the undos need are still there, host by host. */
export function keptChecks(state: Pick<RunState, 'steps' | 'request'>): readonly Check[] {
  const kept = state.request.scheme.restore?.kept ?? [];
  return kept.filter((check) => concerns(check, state)).map(asRequired);
}

function asRequired(check: Check): Check {
  return { ...check, weight: 'required' };
}

function concerns(check: Check, { steps, request }: Pick<RunState, 'steps' | 'request'>): boolean {
  if (check.kind !== 'command' || request.targets[check.target]?.group === undefined) return true;
  const there = request.scheme.steps.filter(({ target }) => target === check.target).map(({ id }) => id);
  return hasTouched({ request, steps: steps.filter(({ id }) => there.includes(id)) });
}

/** An ended run that left something changed which its plan says how to take back. */
export function isUndoable(state: RunState): boolean {
  const { phase, outcome, restore, request } = state;
  if (phase !== 'closed' || outcome === 'restored' || restore || request.undoOf !== undefined) return false;
  return stepsToUndo(state).length > 0;
}

/**
 * What was delivered behind a step that then failed never began: the host goes on only after a good end. Of a step whose
 * condition did not say yes, nothing ran but that look.
 */
export function mayHaveRun({ status, result, earlier }: StepState): boolean {
  if (earlier.length > 0) return true;
  return status !== 'pending' && !(result && DID_NOTHING.includes(result.kind));
}
