import { failed, ok, type Result } from '../domain/result.js';
import { currentStep } from '../run/steps.js';
import type { Inside } from './deps.js';
import { dispatchStep } from './dispatch-step.js';
import { writeEnd } from './write-end.js';

/**
 * Fails while the host says that the step whose end is unknown goes on: nothing may run beside it. An end that it knows by now
 * counts instead of anybody's word. A silent host says nothing.
 */
export async function expectUnknown(runId: string, inside: Inside): Promise<Result<void>> {
  const state = inside.ledger.get(runId);
  const lost = state && currentStep(state);
  if (!state || lost?.status !== 'lost') return ok(undefined);
  const dispatch = await dispatchStep(state, lost.id, inside);
  if (!dispatch.ok) return ok(undefined);
  const asked = await inside.remote.ask(dispatch.value.target, dispatch.value.order);
  if (asked.kind === 'running') return failed({ code: 'step.running', at: lost.id });
  if (asked.kind === 'lost' || asked.kind === 'not-started') return ok(undefined);
  await writeEnd(runId, dispatch.value, asked, inside);
  return failed({ code: 'request.stale', at: runId });
}
