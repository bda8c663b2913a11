import type { Failure } from '../domain/failure.js';
import type { RunState } from './state.js';
import { hasTouched, stepsToUndo } from './touched.js';

/**
 * Why a run cannot be taken back after its end; undefined when it can be asked for, as far as the journal tells. Whether its
 * kept copy is still there only the host can say. `others`: runs of the same system.
 */
export function whyNotUndo(state: RunState, others: readonly RunState[]): Failure | undefined {
  const at = state.id;
  if (state.phase !== 'closed') return { code: 'undo.open', at };
  if (state.restore || stepsToUndo(state).length === 0) return { code: 'undo.nothing', at };
  if (!state.request.scheme.restore?.kept) return { code: 'undo.not-kept', at };
  // What came later stands on what this run did.
  const later = others.find((each) => each.id !== at && each.requestedAt > state.requestedAt && hasTouched(each));
  return later && { code: 'undo.later-run', at, facts: { run: later.id } };
}
