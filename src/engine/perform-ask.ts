import { failed, ok, type Result } from '../domain/result.js';
import { currentStep } from '../run/steps.js';
import type { Inside } from './deps.js';
import { dispatchStep } from './dispatch-step.js';
import { ensureSegment } from './ensure-segment.js';
import { tokensLeft } from './tokens.js';
import { withVerdict } from './verdict.js';
import { neverAbsent, writeEnd } from './write-end.js';

/** Asks the host once more about the step whose end is unknown. Fails when it cannot be asked at all. */
export async function performAsk(runId: string, inside: Inside): Promise<Result<void>> {
  const { ledger, remote } = inside;
  const state = ledger.get(runId);
  if (!state) return failed({ code: 'run.unknown', at: runId });
  const lost = currentStep(state);
  if (lost?.status !== 'lost') return ok(undefined);
  const dispatch = await dispatchStep(state, lost.id, inside);
  if (!dispatch.ok) return dispatch;
  const { target, order } = dispatch.value;
  // What somebody stopped is stopped before it is listened to.
  if (state.abort) await remote.cancel(target, tokensLeft(state));
  const asked = await remote.ask(target, order);
  // It holds its claim, so "ensure" can only attach.
  const end = asked.kind === 'running' ? await ensureSegment(state, [dispatch.value], 'sent-before', inside) : asked;
  if (end) await writeEnd(runId, dispatch.value, neverAbsent(await withVerdict(end, dispatch.value, inside)), inside);
  return ok(undefined);
}
