import type { RunEvent, StoredEvent } from '../domain/event.js';
import type { Failure } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import { reduce, replay } from '../run/reduce.js';
import type { RunState } from '../run/state.js';
import type { Journal } from './ports.js';

/** Decides on the newest state which event to write; a failure writes nothing. */
export type Decide = (state: RunState) => Result<RunEvent>;
type Listener = (state: RunState) => void;

const CONFLICT: Failure = { code: 'request.stale', at: 'journal', detail: 'another writer was first' };

/** The runs that are not closed, in memory exactly as the journal says: an event counts only once it is durable. */
export class Ledger {
  readonly #journal: Journal;
  readonly #states = new Map<string, RunState>();
  /** The last append of each run: one at a time. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #listeners = new Set<Listener>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Reads the runs that are not closed. */
  async load(): Promise<readonly RunState[]> {
    for (const runId of await this.#journal.openRuns()) {
      const state = await this.#read(runId);
      if (state) this.#states.set(runId, state);
    }
    return this.active();
  }

  /** Begins a run with its request. */
  open(runId: string, event: RunEvent): Promise<Result<RunState>> {
    return this.#inTurn(runId, () => this.#write(runId, undefined, event));
  }

  /** Appends the event that `decide` chooses; one at a time per run, on the state that is then the newest. */
  append(runId: string, decide: Decide): Promise<Result<RunState>> {
    return this.#inTurn(runId, async () => {
      const state = await this.find(runId);
      if (!state) return failed({ code: 'run.unknown', at: runId });
      const decision = decide(state);
      return decision.ok ? this.#write(runId, state, decision.value) : decision;
    });
  }

  /** A run that is not closed. */
  get(runId: string): RunState | undefined {
    return this.#states.get(runId);
  }

  /** Any run; closed ones are read from the journal. */
  async find(runId: string): Promise<RunState | undefined> {
    return this.#states.get(runId) ?? (await this.#read(runId));
  }

  active(): readonly RunState[] {
    return [...this.#states.values()];
  }

  /** Calls `listener` with the new state after every event; returns how to stop that. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #write(runId: string, before: RunState | undefined, event: RunEvent): Promise<Result<RunState>> {
    const seq = before?.revision ?? 0;
    // Tried in memory first: a fact that cannot be must not reach the journal.
    reduce(before, { seq, hash: '', event });
    const stored = await this.#appendOrReload(runId, seq, event);
    if (!stored.ok) return stored;
    const state = reduce(before, stored.value);
    this.#tell(state);
    return ok(state);
  }

  /** When somebody else was first, or nobody knows whether the event was written, the journal is read again. */
  async #appendOrReload(runId: string, seq: number, event: RunEvent): Promise<Result<StoredEvent>> {
    try {
      const stored = await this.#journal.append(runId, seq, event);
      if (stored !== 'conflict') return stored;
      await this.#reload(runId);
      return failed(CONFLICT);
    } catch (error) {
      await this.#reload(runId);
      throw error;
    }
  }

  async #reload(runId: string): Promise<void> {
    const state = await this.#read(runId);
    // Nothing new is no news: a listener that acts on it would try the same again at once, for ever.
    if (state && state.revision !== this.#states.get(runId)?.revision) this.#tell(state);
  }

  /** Listeners hear of a run's end while it is still here; then the journal alone remembers it. */
  #tell(state: RunState): void {
    this.#states.set(state.id, state);
    for (const listener of this.#listeners) listener(state);
    if (state.phase === 'closed') this.#states.delete(state.id);
  }

  async #read(runId: string): Promise<RunState | undefined> {
    return replay(await this.#journal.read(runId));
  }

  #inTurn<T>(runId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(runId) ?? Promise.resolve()).then(work);
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        // Only the last one in the queue leaves it: somebody may complete a closed run's record while another does.
        if (this.#turns.get(runId) === settled) this.#turns.delete(runId);
      });
    this.#turns.set(runId, settled);
    return turn;
  }
}
