import { failed, ok } from '../domain/result.js';
import { answerDueAt, openManualChecks } from '../run/manual-checks.js';
import type { Inside } from './deps.js';

/** Writes down that nobody answered these checks in time: they are unknown. An answer that came meanwhile counts. */
export async function giveUpChecks(runId: string, ids: readonly string[], { ledger, clock }: Inside): Promise<void> {
  for (const check of ids) {
    await ledger.append(runId, (state) => {
      const at = clock.now();
      const isOpen = openManualChecks(state).some(({ id }) => id === check) && answerDueAt(state, check) <= at;
      if (state.phase !== 'verifying' || !isOpen) return failed({ code: 'request.stale', at: runId });
      const failure = { code: 'check.unanswered', at: check } as const;
      const answer = { verdict: 'unknown', evidence: '', failure } as const;
      const durationMs = Math.max(0, at - (state.stepsEndedAt ?? at));
      return ok({ type: 'check.finished', at, phase: 'verify', check, answer, durationMs });
    });
  }
}
