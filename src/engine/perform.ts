import type { RunEvent } from '../domain/event.js';
import { failed, ok } from '../domain/result.js';
import { type Effect, nextEffect } from '../run/next-effect.js';
import { closeRun } from './close-run.js';
import type { Inside } from './deps.js';
import { giveUpChecks } from './give-up-checks.js';
import { giveUpStep } from './give-up-step.js';
import { performCancel } from './perform-cancel.js';
import { performChecks } from './perform-checks.js';
import { performSteps } from './perform-steps.js';

/** An effect that does something. */
export type Work = Exclude<Effect, { kind: 'wait' }>;

/** Performs one effect and writes down the facts it finds; it writes nothing when the run has moved on meanwhile. */
export async function perform(runId: string, effect: Work, inside: Inside): Promise<void> {
  const at = inside.clock.now();
  switch (effect.kind) {
    case 'run-checks':
      return performChecks(runId, effect.phase, effect.checks, inside);
    case 'give-up-checks':
      return giveUpChecks(runId, effect.checks, inside);
    case 'run-steps':
      return performSteps(runId, effect.steps, inside);
    case 'ask-step':
      return note(runId, effect, { type: 'step.asked', at, step: effect.step }, inside);
    case 'give-up-step':
      return giveUpStep(runId, effect.step, inside);
    case 'cancel-steps':
      return performCancel(runId, effect.steps, inside);
    case 'restore':
      return note(runId, effect, { type: 'restore.started', at, cause: effect.cause }, inside);
    case 'hold':
      return note(runId, effect, { type: 'run.held', at, cause: effect.cause }, inside);
    case 'remind':
      return note(runId, effect, { type: 'people.reminded', at }, inside);
    case 'expire':
      return note(runId, effect, { type: 'request.expired', at }, inside);
    case 'close':
      return closeRun(runId, effect.outcome, inside);
  }
}

/** Writes down what the state calls for by itself, if it still does. */
async function note(runId: string, { kind }: Work, event: RunEvent, { ledger }: Inside): Promise<void> {
  await ledger.append(runId, (state) => {
    const isDue = nextEffect(state, event.at).kind === kind;
    return isDue ? ok(event) : failed({ code: 'request.stale', at: runId });
  });
}
