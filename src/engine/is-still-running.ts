import { failed, ok, type Result } from '../domain/result.js';
import { currentStep } from '../run/steps.js';
import type { Inside } from './deps.js';
import { dispatchStep } from './dispatch-step.js';

/** Fails while the host says that the step whose end is unknown goes on: nothing may run beside it. A silent host says nothing. */
export async function isStillRunning(runId: string, inside: Inside): Promise<Result<void>> {
  const state = inside.ledger.get(runId);
  const lost = state && currentStep(state);
  if (!state || lost?.status !== 'lost') return ok(undefined);
  const dispatch = await dispatchStep(state, lost.id, inside);
  if (!dispatch.ok) return ok(undefined);
  const asked = await inside.remote.ask(dispatch.value.target, dispatch.value.order);
  return asked.kind === 'running' ? failed({ code: 'step.running', at: lost.id }) : ok(undefined);
}
