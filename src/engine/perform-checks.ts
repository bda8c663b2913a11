import type { Check, CheckAnswer } from '../domain/check.js';
import { failed, ok } from '../domain/result.js';
import type { RunState } from '../run/state.js';
import { answerCheck } from './answer-check.js';
import type { Inside } from './deps.js';

type Phase = 'preflight' | 'verify';

const NOT_ASKED_TWICE: CheckAnswer = {
  verdict: 'unknown',
  evidence: 'asked before the bot restarted; a check that changes something is not asked twice',
};

/** Asks all open checks of a phase at the same time and writes each answer down as it comes. */
export async function performChecks(
  runId: string,
  phase: Phase,
  ids: readonly string[],
  inside: Inside,
): Promise<void> {
  await Promise.all(ids.map((id) => performCheck(runId, phase, id, inside)));
}

async function performCheck(runId: string, phase: Phase, id: string, inside: Inside): Promise<void> {
  const { ledger, clock } = inside;
  const state = ledger.get(runId);
  const check = state && planned(state, phase, id);
  if (!state || !check) return;
  const began = performance.now();
  const answer = await answerGuarded(state, phase, check, inside);
  if (!answer || inside.stopping.aborted) return;
  const durationMs = Math.round(performance.now() - began);
  await ledger.append(runId, (now) => {
    if (!isOpen(now, phase, id)) return failed({ code: 'request.stale', at: runId });
    return ok({ type: 'check.finished', at: clock.now(), phase, check: id, answer, durationMs });
  });
}

/** A check that changes something is announced durably first; found announced but unanswered, it is unknown. */
async function answerGuarded(
  state: RunState,
  phase: Phase,
  check: Check,
  inside: Inside,
): Promise<CheckAnswer | undefined> {
  const writes = check.kind === 'http' && check.writes;
  if (!writes) return answerCheck(check, state.request, inside);
  if (statusOf(state, phase, check.id) === 'started') return NOT_ASKED_TWICE;
  const announced = await inside.ledger.append(state.id, (now) => {
    if (!isOpen(now, phase, check.id)) return failed({ code: 'request.stale', at: state.id });
    return ok({ type: 'check.started', at: inside.clock.now(), phase, check: check.id });
  });
  return announced.ok ? answerCheck(check, state.request, inside) : undefined;
}

function planned(state: RunState, phase: Phase, id: string): Check | undefined {
  const { prechecks, checks } = state.request.scheme;
  return (phase === 'preflight' ? prechecks : checks).find((check) => check.id === id);
}

function statusOf(state: RunState, phase: Phase, id: string): string | undefined {
  return (phase === 'preflight' ? state.prechecks : state.checks).find((check) => check.id === id)?.status;
}

function isOpen(state: RunState, phase: Phase, id: string): boolean {
  const asking = state.phase === (phase === 'preflight' ? 'preparing' : 'verifying');
  return asking && statusOf(state, phase, id) !== 'finished';
}
