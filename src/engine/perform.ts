import type { Outcome } from '../domain/event.js';
import { failed, ok } from '../domain/result.js';
import { type Effect, nextEffect } from '../run/next-effect.js';
import type { Inside } from './deps.js';
import { giveUpChecks } from './give-up-checks.js';
import { performChecks } from './perform-checks.js';
import { performCancel, performStep } from './perform-step.js';

/** An effect that does something. */
export type Work = Exclude<Effect, { kind: 'wait' }>;

/** Performs one effect and writes down the facts it finds; it writes nothing when the run has moved on meanwhile. */
export async function perform(runId: string, effect: Work, inside: Inside): Promise<void> {
  switch (effect.kind) {
    case 'run-checks':
      return performChecks(runId, effect.phase, effect.checks, inside);
    case 'give-up-checks':
      return giveUpChecks(runId, effect.checks, inside);
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
    const isDue = nextEffect(state, clock.now()).kind === 'expire';
    return isDue ? ok({ type: 'request.expired', at: clock.now() }) : failed({ code: 'request.stale', at: runId });
  });
}

async function close(runId: string, outcome: Outcome, { ledger, clock }: Inside): Promise<void> {
  await ledger.append(runId, (state) =>
    state.phase === 'closing'
      ? ok({ type: 'run.closed', at: clock.now(), outcome })
      : failed({ code: 'request.stale', at: runId }),
  );
}
