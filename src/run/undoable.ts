import type { Failure } from '../domain/failure.js';
import type { RunState } from './state.js';
import { isUndoable } from './touched.js';

/**
 * Why a run cannot be taken back after its end; undefined when that can be asked for, as far as the journal tells. Whether its
 * kept copy is still there only the host can say. Only what changed last can be taken back, and only once. `others`: runs of
 * the same system.
 */
export function whyNotUndo(state: RunState, others: readonly RunState[]): Failure | undefined {
  const at = state.id;
  if (state.phase !== 'closed') return { code: 'undo.open', at };
  if (!isUndoable(state)) return { code: 'undo.nothing', at };
  if (!state.request.scheme.restore?.kept) return { code: 'undo.not-kept', at };
  const later = others.find((other) => comesAfter(other, state) && isInTheWay(other, at));
  return later && { code: 'undo.later-run', at, facts: { run: later.id } };
}

function comesAfter(other: RunState, { id, requestedAt }: RunState): boolean {
  return other.id !== id && other.requestedAt >= requestedAt;
}

/** An undo that was rejected or expired changed nothing and may be asked for again. */
function isInTheWay({ phase, steps, request }: RunState, undone: string): boolean {
  if (request.undoOf === undone && phase !== 'closed') return true;
  return steps.some(({ status }) => status !== 'pending');
}
