import type { RunEvent } from '../domain/event.js';
import { printable, shorten } from '../domain/printable.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { RunState } from '../run/state.js';
import { act } from './decisions.js';
import type { Inside } from './deps.js';
import type { Engine } from './engine.js';

/** Characters of one answer that the journal keeps. */
const MAX_ANSWER = 3_000;

/** Ticks boxes one by one; each is an event with who and when. */
export async function tick(input: Parameters<Engine['tick']>[0], inside: Inside): Promise<Result<RunState>> {
  const { runId, by, items } = input;
  let result = await stateOf(runId, inside);
  for (const { item, ticked } of items) {
    if (!result.ok) return result;
    if (ticked === Object.hasOwn(result.value.ticks, item)) continue;
    result = await act(
      runId,
      by,
      (state, actor, at) => {
        const isBox = state.request.plan.checklist.some(({ id, answeredBy }) => id === item && answeredBy === 'person');
        if (!isBox || !['preparing', 'awaiting-approval'].includes(state.phase))
          return failed({ code: 'request.stale', at: runId });
        return ok({ type: 'checklist.ticked', at, item, ticked, ...actor });
      },
      inside,
    );
  }
  return result;
}

/** Writes down what a person found, check by check. */
export async function answerManually(
  input: Parameters<Engine['answer']>[0],
  inside: Inside,
): Promise<Result<RunState>> {
  const { runId, by, answers } = input;
  let result = await stateOf(runId, inside);
  for (const { check, verdict, note } of answers) {
    if (!result.ok) return result;
    result = await act(
      runId,
      by,
      (state, actor, at): Result<RunEvent> => {
        const open = state.checks.find(({ id, isManual, status }) => id === check && isManual && status !== 'finished');
        if (state.phase !== 'verifying' || !open) return failed({ code: 'check.closed', at: check });
        const answer = { verdict, evidence: clean(note) };
        const durationMs = Math.max(0, at - (state.stepsEndedAt ?? at));
        return ok({ type: 'check.finished', at, phase: 'verify', check, answer, durationMs, ...actor });
      },
      inside,
    );
  }
  return result;
}

/** Tells a closed run what no machine knows; empty texts say nothing. */
export async function completeRecord(
  input: Parameters<Engine['complete']>[0],
  inside: Inside,
): Promise<Result<RunState>> {
  const { runId, by } = input;
  const told = Object.entries(input.answers).flatMap(([name, text]) =>
    text.trim() ? [[name, clean(text)] as const] : [],
  );
  const answers = Object.fromEntries(told);
  if (told.length === 0) return failed({ code: 'input.invalid', at: runId });
  return act(
    runId,
    by,
    (state, actor, at) =>
      state.phase === 'closed'
        ? ok({ type: 'record.completed', at, answers, ...actor })
        : failed({ code: 'record.open', at: runId }),
    inside,
  );
}

async function stateOf(runId: string, { ledger }: Inside): Promise<Result<RunState>> {
  const state = await ledger.find(runId);
  return state ? ok(state) : failed({ code: 'run.unknown', at: runId });
}

function clean(text: string): string {
  return shorten(printable(text).trim(), MAX_ANSWER);
}
