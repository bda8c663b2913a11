import { failed, ok } from '../domain/result.js';
import { openQuestions } from '../run/questions.js';
import type { Inside } from './deps.js';
import { statusOf } from './write-end.js';

/** Writes down that nobody said in time whether they did the step. An answer that came meanwhile counts. */
export async function giveUpStep(runId: string, step: string, { ledger, clock }: Inside): Promise<void> {
  await ledger.append(runId, (state) => {
    const at = clock.now();
    const question = openQuestions(state).find(({ id }) => id === step);
    const isOverdue = question?.kind === 'step' && question.due <= at && statusOf(state, step) === 'running';
    if (!isOverdue) return failed({ code: 'request.stale', at: runId });
    const startedAt = state.steps.find(({ id }) => id === step)?.startedAt ?? at;
    const output = { text: '', bytes: 0, cut: false };
    // It ended when it was due: a bot that was away until now has no approval any more by which it could take things back.
    const durationMs = question.due - startedAt;
    return ok({ type: 'step.finished', at, step, result: { kind: 'unanswered' }, output, durationMs });
  });
}
