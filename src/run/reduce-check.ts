import type { Check } from '../domain/check.js';
import type { CheckPhase, Outcome, RunEvent } from '../domain/event.js';
import type { Instant } from '../domain/time.js';
import { heldBy, waiting } from './reduce-step.js';
import type { CheckState, RunState } from './state.js';
import { hasTouched } from './touched.js';

type Started = Extract<RunEvent, { type: 'check.started' }>;
type Saved = Extract<RunEvent, { type: 'check.saved' }>;
type Finished = Extract<RunEvent, { type: 'check.finished' }>;

/** A check that nobody answered yet. */
export function pendingCheck({ id, title, weight, kind }: Check): CheckState {
  return { id, title, weight, status: 'pending', isManual: kind === 'manual' };
}

/** The checks that are asked in a phase. */
export function checksIn(state: RunState, phase: CheckPhase): readonly CheckState[] {
  if (phase === 'preflight') return state.prechecks;
  return phase === 'verify' ? state.checks : (state.restore?.checks ?? []);
}

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
  const { answer, durationMs, by, at, phase } = event;
  const who = by === undefined ? {} : { answeredBy: by, answeredAt: at };
  const answered = update(state, event, ({ progress: _, ...check }) => ({
    ...{ ...check, status: 'finished', answer, durationMs },
    ...who,
  }));
  if (answered.phase === 'preparing') return afterPrechecks(answered, event);
  if (answered.phase === 'verifying') return afterChecks(answered, at);
  // Older journals waited for people's answers also when they could not change the verdict any more.
  return phase === 'verify' ? answered : afterRestoreChecks(answered, at);
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

function afterChecks(state: RunState, at: Instant): RunState {
  if (!isJudged(state)) return state;
  const outcome = verdictOf(state);
  if (outcome !== 'failed' || !hasTouched(state)) return { ...state, phase: 'closing', outcome };
  return waiting({ ...state, phase: 'stopped', stopped: { cause: 'verification', at } }, at);
}

/** Once a required check has failed, what people are still asked changes nothing: a system that is down does not wait for them. */
function isJudged(state: RunState): boolean {
  const open = state.checks.filter(({ status }) => status !== 'finished');
  return open.every(({ isManual }) => isManual && hasFailed(state));
}

/** Whether a required check after the steps has failed. */
export function hasFailed({ checks }: RunState): boolean {
  return checks.some((check) => check.weight === 'required' && check.status === 'finished' && !passed(check));
}

/** As before is only what every required check says is so. */
function afterRestoreChecks(state: RunState, at: Instant): RunState {
  const checks = state.restore?.checks ?? [];
  if (!checks.every(({ status }) => status === 'finished')) return state;
  const isAsBefore = checks.every((check) => check.weight === 'advisory' || passed(check));
  return isAsBefore ? { ...state, phase: 'closing', outcome: 'restored' } : heldBy(state, 'not-restored', at);
}

/** A required check that did not pass, for whatever reason, fails the run: unknown is never success. Only advisory ones, or a step left out, make it partial. */
function verdictOf({ checks, steps }: RunState): Outcome {
  if (checks.some((check) => check.weight === 'required' && !passed(check))) return 'failed';
  return checks.every(passed) && steps.every(({ status }) => status === 'succeeded') ? 'succeeded' : 'partial';
}

function passed({ answer }: CheckState): boolean {
  return answer?.verdict === 'pass';
}

function update(
  state: RunState,
  { phase, check }: Started | Saved | Finished,
  change: (check: CheckState) => CheckState,
): RunState {
  const list = checksIn(state, phase).map((item) => (item.id === check ? change(item) : item));
  if (phase === 'preflight') return { ...state, prechecks: list };
  if (phase === 'verify') return { ...state, checks: list };
  return state.restore ? { ...state, restore: { ...state.restore, checks: list } } : state;
}
