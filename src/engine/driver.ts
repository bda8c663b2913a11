import { nextEffect } from '../run/next-effect.js';
import type { Inside } from './deps.js';
import { pause } from './pause.js';
import { perform } from './perform.js';

/** Pauses before the same effect is tried again when nothing could be written down, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** One loop per run: look at the state, perform the one effect it calls for, look again. */
export class Driver {
  readonly #inside: Inside;
  readonly #loops = new Map<string, Promise<void>>();
  /** Runs of which something happened since their loop last looked. */
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #isHeld = false;

  constructor(inside: Inside) {
    this.#inside = inside;
    inside.stopping.addEventListener('abort', () => {
      for (const timer of this.#timers.values()) clearTimeout(timer);
    });
  }

  /** Carries a run on as far as it goes without a person; harmless when it is already on its way. */
  drive(runId: string): void {
    this.#again.add(runId);
    if (this.#isHeld || this.#loops.has(runId) || this.#inside.stopping.aborted) return;
    const running = this.#loop(runId)
      .catch((error: unknown) => this.#report(runId, error))
      .finally(() => {
        this.#loops.delete(runId);
        // Something happened between the last look and now.
        if (this.#again.has(runId)) this.drive(runId);
      });
    this.#loops.set(runId, running);
  }

  /** Drives nothing until `work` is done; whatever happened meanwhile is looked at then. */
  async held(work: () => Promise<unknown>): Promise<void> {
    this.#isHeld = true;
    try {
      await work();
    } finally {
      this.#isHeld = false;
      for (const runId of [...this.#again]) this.drive(runId);
    }
  }

  /** Resolves when no run is being driven. */
  async idle(): Promise<void> {
    await Promise.all(this.#loops.values());
  }

  async #loop(runId: string): Promise<void> {
    let stuck = 0;
    while (!this.#inside.stopping.aborted) {
      const turned = await this.#turn(runId);
      if (turned === 'rest') return;
      stuck = turned === 'stuck' ? stuck + 1 : 0;
      // Nothing could be written, e.g. the journal's disk is full: nothing was sent either. Try again, slower.
      if (stuck > 0) await pause(Math.min(FIRST_PAUSE * 2 ** stuck, LONGEST_PAUSE), this.#inside.stopping);
    }
  }

  /** One look and one effect; `rest` when the run waits for somebody. */
  async #turn(runId: string): Promise<'rest' | 'moved' | 'stuck'> {
    const { ledger, clock } = this.#inside;
    this.#again.delete(runId);
    const state = ledger.get(runId);
    if (!state) return 'rest';
    const effect = nextEffect(state, clock.now());
    if (effect.kind === 'wait') {
      if (effect.until !== undefined) this.#wakeAt(runId, effect.until);
      return this.#again.has(runId) ? 'moved' : 'rest';
    }
    await perform(runId, effect, this.#inside);
    return ledger.get(runId)?.revision === state.revision ? 'stuck' : 'moved';
  }

  #wakeAt(runId: string, until: number): void {
    clearTimeout(this.#timers.get(runId));
    if (this.#inside.stopping.aborted) return;
    // Node's timers take at most 2^31 - 1 ms.
    const wait = Math.min(Math.max(until - this.#inside.clock.now(), 0), 0x7fffffff);
    this.#timers.set(
      runId,
      setTimeout(() => this.drive(runId), wait),
    );
  }

  #report(runId: string, error: unknown): void {
    if (this.#inside.stopping.aborted) return;
    this.#inside.log.error({ err: error, run: runId }, 'an unexpected error; the run is looked at again');
    this.#wakeAt(runId, this.#inside.clock.now() + LONGEST_PAUSE);
  }
}
