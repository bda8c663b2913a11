import type { Outcome, RunEvent } from '../domain/event.js';
import type { CheckState, RunState } from './state.js';

type Started = Extract<RunEvent, { type: 'check.started' }>;
type Saved = Extract<RunEvent, { type: 'check.saved' }>;
type Finished = Extract<RunEvent, { type: 'check.finished' }>;

/** A check that changes something is about to be sent. */
export function startedCheck(state: RunState, event: Started): RunState {
  return update(state, event, (check) => ({ ...check, status: 'started' }));
}

/** What the check sent was answered; its follow-up reads can go on from there. */
export function savedCheck(state: RunState, event: Saved): RunState {
  const { answered, saved, evidence } = event;
  return update(state, event, (check) => ({ ...check, progress: { answered, saved, evidence } }));
}

/** A check was answered. The last one of its phase decides what comes next. */
export function afterCheck(state: RunState, event: Finished): RunState {
  const { answer, durationMs, by, at } = event;
  const who = by === undefined ? {} : { answeredBy: by, answeredAt: at };
  const answered = update(state, event, ({ progress: _, ...check }) => ({
    ...{ ...check, status: 'finished', answer, durationMs },
    ...who,
  }));
  if (answered.phase === 'preparing') return afterPrechecks(answered, event);
  if (answered.phase === 'verifying') return afterChecks(answered);
  return answered;
}

function afterPrechecks(state: RunState, event: Finished): RunState {
  const blocked = state.prechecks.some(
    (check) => check.weight === 'required' && check.status === 'finished' && !passed(check),
  );
  const allAnswered = state.prechecks.every(({ status }) => status === 'finished');
  if (!allAnswered) return state;
  if (blocked) return { ...state, phase: 'closing', outcome: 'refused' };
  const expiresAt = event.at + state.request.approvalValidFor;
  return { ...state, phase: 'awaiting-approval', awaitingSince: event.at, expiresAt };
}

function afterChecks(state: RunState): RunState {
  const allAnswered = state.checks.every(({ status }) => status === 'finished');
  return allAnswered ? { ...state, phase: 'closing', outcome: verdictOf(state.checks) } : state;
}

/** A required check that did not pass, for whatever reason, fails the run: unknown is never success. Only advisory ones make it partial. */
function verdictOf(checks: readonly CheckState[]): Outcome {
  if (checks.every(passed)) return 'succeeded';
  const isBroken = checks.some((check) => check.weight === 'required' && !passed(check));
  return isBroken ? 'failed' : 'partial';
}

function passed({ answer }: CheckState): boolean {
  return answer?.verdict === 'pass';
}

function update(
  state: RunState,
  { phase, check }: Started | Saved | Finished,
  change: (check: CheckState) => CheckState,
): RunState {
  const list = phase === 'preflight' ? 'prechecks' : 'checks';
  return { ...state, [list]: state[list].map((item) => (item.id === check ? change(item) : item)) };
}
