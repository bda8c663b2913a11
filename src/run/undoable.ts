import type { Failure } from '../domain/failure.js';
import type { RunState } from './state.js';
import { hasTouched, isUndoable } from './touched.js';

/**
 * Why a run cannot be taken back after its end; undefined when that can be asked for, as far as the journal tells. Whether its
 * kept copy is still there only the host can say. Only what changed last can be taken back, and only once; an undo that was
 * rejected, expired or never began may be asked for again. `others`: runs of the same system.
 */
export function whyNotUndo(state: RunState, others: readonly RunState[]): Failure | undefined {
  const at = state.id;
  if (state.phase !== 'closed') return { code: 'undo.open', at };
  if (!isUndoable(state)) return { code: 'undo.nothing', at };
  if (!state.request.scheme.restore?.kept.length) return { code: 'undo.not-kept', at };
  const later = others.filter((other) => comesAfter(other, state));
  // Whoever waits for a decision or in the queue may change things before the undo would have its turn.
  const open = later.find(({ phase }) => phase !== 'closed');
  if (open) return { code: 'run.busy', at: state.request.plan.name, facts: { run: open.id } };
  const changed = later.find(hasTouched);
  return changed && { code: 'undo.later-run', at, facts: { run: changed.id } };
}

function comesAfter(other: RunState, { id, requestedAt }: RunState): boolean {
  return other.id !== id && other.requestedAt >= requestedAt;
}
