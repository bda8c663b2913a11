import type { RunState } from '../src/run/state.js';

/** Every tale is told of the same run; several of them need ids of their own. The first keeps it. */
export function renamed(state: RunState, index: number): RunState {
  if (index === 0) return state;
  const id = `20261119-${'abcdefghijkl'[index] ?? 'z'}4k2m`;
  return { ...state, id, requestedAt: state.requestedAt - index * 3_600_000 };
}

/** The same run with so many checks left for people. */
export function asked(state: RunState, count: number): RunState {
  const open = state.checks.filter(({ isManual, status }) => isManual && status === 'pending').slice(count);
  const gone = new Set(open.map(({ id }) => id));
  return { ...state, checks: state.checks.filter(({ id }) => !gone.has(id)) };
}
