import type { Outcome } from '../domain/event.js';
import type { Milliseconds } from '../domain/time.js';
import type { Phase, RunState, StepState } from '../run/state.js';

/** What one event changed in a run, for those who count and those who log. */
export type RunChange = {
  readonly state: RunState;
  readonly phase?: Phase;
  readonly steps: readonly StepState[];
  readonly decided?: { readonly verdict: 'approved' | 'rejected'; readonly after: Milliseconds };
  readonly closed?: Outcome;
};

/** Without `before` the run is new. */
function changeOf(before: RunState | undefined, state: RunState): RunChange {
  const { decision, outcome, phase } = state;
  const had = new Map(before?.steps.map(({ id, status }) => [id, status]));
  const isDecided = decision && !before?.decision;
  const isClosed = phase === 'closed' && before?.phase !== 'closed';
  return {
    state,
    ...(phase === before?.phase ? {} : { phase }),
    steps: state.steps.filter(({ id, status }) => status !== (had.get(id) ?? 'pending')),
    ...(isDecided ? { decided: { verdict: decision.verdict, after: decision.at - state.requestedAt } } : {}),
    ...(isClosed && outcome ? { closed: outcome } : {}),
  };
}

/**
 * A listener for the engine that tells what changed. A run that was there before this process is taken as it stands
 * when it is first seen: what happened to it earlier was told then.
 */
export function watchRuns(tell: (change: RunChange) => void): (state: RunState) => void {
  const seen = new Map<string, RunState>();
  return (state) => {
    const isNew = state.revision === 1;
    tell(changeOf(seen.get(state.id) ?? (isNew ? undefined : state), state));
    if (state.phase === 'closed') seen.delete(state.id);
    else seen.set(state.id, state);
  };
}
