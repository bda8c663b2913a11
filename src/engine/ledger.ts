import type { RunEvent } from '../domain/event.js';
import type { Failure } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import { reduce, replay } from '../run/reduce.js';
import type { RunState } from '../run/state.js';
import type { Journal } from './ports.js';

/** Decides on the newest state which event to write; a failure writes nothing. */
export type Decide = (state: RunState) => Result<RunEvent>;

/** The runs in memory, always exactly what the journal says: an event counts only once it is durable. */
export type Ledger = {
  /** Reads the runs that are not closed. */
  load(): Promise<readonly RunState[]>;
  open(runId: string, event: RunEvent): Promise<Result<RunState>>;
  /** Appends the event that `decide` chooses; one at a time per run, on the state that is then the newest. */
  append(runId: string, decide: Decide): Promise<Result<RunState>>;
  get(runId: string): RunState | undefined;
  /** Also finds closed runs that are no longer in memory. */
  find(runId: string): Promise<RunState | undefined>;
  active(): readonly RunState[];
  subscribe(listener: (state: RunState) => void): () => void;
};

const CONFLICT: Failure = { code: 'request.stale', at: 'journal', detail: 'another writer was first' };

export function createLedger(journal: Journal): Ledger {
  const states = new Map<string, RunState>();
  const queues = new Map<string, Promise<unknown>>();
  const listeners = new Set<(state: RunState) => void>();

  const read = async (runId: string) => replay(await journal.read(runId));

  const write = async (runId: string, before: RunState | undefined, event: RunEvent): Promise<Result<RunState>> => {
    const seq = before?.revision ?? 0;
    // Tried in memory first: a fact that cannot be must not reach the journal.
    reduce(before, { seq, hash: '', event });
    const stored = await journal.append(runId, seq, event);
    if (stored === 'conflict') return failed(CONFLICT);
    if (!stored.ok) return stored;
    const state = reduce(before, stored.value);
    states.set(runId, state);
    for (const listener of listeners) listener(state);
    return ok(state);
  };

  const inTurn = <T>(runId: string, work: () => Promise<T>): Promise<T> => {
    const turn = (queues.get(runId) ?? Promise.resolve()).then(work);
    queues.set(
      runId,
      turn.catch(() => undefined),
    );
    return turn;
  };

  return {
    async load() {
      for (const runId of await journal.openRuns()) {
        const state = await read(runId);
        if (state) states.set(runId, state);
      }
      return [...states.values()];
    },
    open: (runId, event) => inTurn(runId, () => write(runId, undefined, event)),
    append: (runId, decide) =>
      inTurn(runId, async () => {
        const state = states.get(runId) ?? (await read(runId));
        if (!state) return failed({ code: 'run.unknown', at: runId });
        const decision = decide(state);
        return decision.ok ? write(runId, state, decision.value) : decision;
      }),
    get: (runId) => states.get(runId),
    find: async (runId) => states.get(runId) ?? (await read(runId)),
    active: () => [...states.values()].filter(({ phase }) => phase !== 'closed'),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
