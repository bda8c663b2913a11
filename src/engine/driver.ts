import type { Outcome } from '../domain/event.js';
import { failed, ok } from '../domain/result.js';
import { type Effect, nextEffect } from '../run/next-effect.js';
import type { Inside } from './deps.js';
import { pause } from './pause.js';
import { performChecks } from './perform-checks.js';
import { performCancel, performStep } from './perform-step.js';

/** Pauses before the same effect is tried again when nothing could be written down, in milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

export type Driver = {
  /** Carries a run on as far as it goes without a person; harmless when it is already on its way. */
  drive(runId: string): void;
  /** Resolves when no run is being driven. */
  idle(): Promise<void>;
};

/** One loop per run: look at the state, perform the one effect it calls for, look again. */
export function createDriver(inside: Inside): Driver {
  const loops = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  inside.stopping.addEventListener('abort', () => {
    for (const timer of timers.values()) clearTimeout(timer);
  });

  const wake = (runId: string, until: number) => {
    clearTimeout(timers.get(runId));
    if (inside.stopping.aborted) return;
    const wait = Math.min(Math.max(until - inside.clock.now(), 0), 0x7fffffff);
    timers.set(runId, setTimeout(drive, wait, runId));
  };

  /** One look and one effect; `rest` when the run waits for somebody. */
  const turn = async (runId: string): Promise<'rest' | 'moved' | 'stuck'> => {
    again.delete(runId);
    const state = inside.ledger.get(runId);
    if (!state) return 'rest';
    const effect = nextEffect(state, inside.clock.now());
    if (effect.kind === 'wait') {
      if (effect.until !== undefined) wake(runId, effect.until);
      return again.has(runId) ? 'moved' : 'rest';
    }
    await perform(runId, effect, inside);
    return inside.ledger.get(runId)?.revision === state.revision ? 'stuck' : 'moved';
  };

  const loop = async (runId: string) => {
    let stuck = 0;
    while (!inside.stopping.aborted) {
      const turned = await turn(runId);
      if (turned === 'rest') return;
      stuck = turned === 'stuck' ? stuck + 1 : 0;
      // Nothing could be written, e.g. the journal's disk is full: nothing was sent either. Try again, slower.
      if (stuck > 0) await pause(Math.min(FIRST_PAUSE * 2 ** stuck, LONGEST_PAUSE), inside.stopping);
    }
  };

  function drive(runId: string): void {
    again.add(runId);
    if (loops.has(runId) || inside.stopping.aborted) return;
    const running = loop(runId)
      .catch((error: unknown) => {
        if (!inside.stopping.aborted)
          inside.log.error({ err: error, run: runId }, 'the run stopped on an unexpected error');
      })
      .finally(() => {
        loops.delete(runId);
        // Something happened between the last look and now.
        if (again.has(runId)) drive(runId);
      });
    loops.set(runId, running);
  }

  return {
    drive,
    idle: async () => {
      await Promise.all(loops.values());
    },
  };
}

type Work = Exclude<Effect, { kind: 'wait' }>;

async function perform(runId: string, effect: Work, inside: Inside): Promise<void> {
  switch (effect.kind) {
    case 'run-checks':
      return performChecks(runId, effect.phase, effect.checks, inside);
    case 'run-step':
      return performStep(runId, effect.step, inside);
    case 'cancel-step':
      return performCancel(runId, effect.step, inside);
    case 'expire':
      return expire(runId, inside);
    case 'close':
      return close(runId, effect.outcome, inside);
  }
}

async function expire(runId: string, { ledger, clock }: Inside): Promise<void> {
  await ledger.append(runId, (state) => {
    const due = state.phase === 'awaiting-approval' && (state.expiresAt ?? 0) <= clock.now();
    return due ? ok({ type: 'request.expired', at: clock.now() }) : failed({ code: 'request.stale', at: runId });
  });
}

async function close(runId: string, outcome: Outcome, { ledger, clock }: Inside): Promise<void> {
  await ledger.append(runId, (state) =>
    state.phase === 'closing'
      ? ok({ type: 'run.closed', at: clock.now(), outcome })
      : failed({ code: 'request.stale', at: runId }),
  );
}
