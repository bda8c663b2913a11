import type { ChainProgress, Check, CheckAnswer } from '../domain/check.js';
import type { CheckPhase } from '../domain/event.js';
import { printable } from '../domain/printable.js';
import { redact } from '../domain/redact.js';
import { failed, ok } from '../domain/result.js';
import { checksIn } from '../run/reduce-check.js';
import type { CheckState, RunState } from '../run/state.js';
import { type Asking, answerCheck, writes } from './answer-check.js';
import type { Inside } from './deps.js';

/** A check that changes something was sent before the bot restarted; its answer is lost and it is not sent again. */
const notAskedTwice = (at: string): CheckAnswer => ({
  verdict: 'unknown',
  evidence: at,
  failure: { code: 'check.asked-before', at },
});

/**
 * A check that changes something is announced durably first. Found announced after a restart, only its follow-up reads
 * go on, if what it sent was answered; else it is unknown.
 */
export async function askOnce(
  runId: string,
  phase: CheckPhase,
  check: Check,
  asking: Asking,
  inside: Inside,
): Promise<CheckAnswer | undefined> {
  if (!writes(check)) return answerCheck(check, asking, inside);
  const { ledger, clock } = inside;
  const state = ledger.get(runId);
  const before = state && checkOf(state, phase, check.id);
  if (before?.status === 'started')
    return before.progress
      ? answerCheck(check, { ...asking, chain: { from: before.progress } }, inside)
      : notAskedTwice(check.id);
  const announced = await ledger.append(runId, (now) => {
    if (!isOpen(now, phase, check.id) || asking.signal.aborted) return failed({ code: 'request.stale', at: runId });
    return ok({ type: 'check.started', at: clock.now(), phase, check: check.id });
  });
  const keep = (progress: ChainProgress) => keepProgress(runId, phase, check.id, progress, asking, inside);
  return announced.ok ? answerCheck(check, { ...asking, chain: { keep } }, inside) : undefined;
}

/** Writes down how far a check came, without secrets; what cannot be written down only means that it is not taken up again. */
async function keepProgress(
  runId: string,
  phase: CheckPhase,
  check: string,
  { answered, saved, evidence }: ChainProgress,
  { secrets, signal }: Asking,
  { ledger, clock }: Inside,
): Promise<void> {
  if (Object.values(saved).some((value) => redact(value, secrets) !== value)) return;
  const seen = evidence.map((line) => redact(printable(line), secrets));
  await ledger.append(runId, (now) => {
    if (!isOpen(now, phase, check) || signal.aborted) return failed({ code: 'request.stale', at: runId });
    return ok({ type: 'check.saved', at: clock.now(), phase, check, answered, saved, evidence: seen });
  });
}

function checkOf(state: RunState, phase: CheckPhase, id: string): CheckState | undefined {
  return checksIn(state, phase).find((check) => check.id === id);
}

/** Whether the run still wants this check's answer. */
export function isOpen(state: RunState, phase: CheckPhase, id: string): boolean {
  return isAsking(state, phase) && checkOf(state, phase, id)?.status !== 'finished';
}

const ASKED_IN = { preflight: 'preparing', verify: 'verifying', restore: 'restoring' } as const;

/** Whether the run is in the phase in which these checks are asked. */
export function isAsking(state: RunState, phase: CheckPhase): boolean {
  return state.phase === ASKED_IN[phase];
}
