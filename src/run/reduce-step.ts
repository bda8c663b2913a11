import type { HoldCause, RunEvent } from '../domain/event.js';
import { isGood } from '../domain/step-end.js';
import type { Instant } from '../domain/time.js';
import { askedStep } from './manual-steps.js';
import type { EarlierAttempt, RunState, StepState } from './state.js';
import { activeSteps, currentStep, isAtWork, isDone, pendingStep, withStep, withSteps } from './steps.js';
import { hasTouched } from './touched.js';

type Event<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** The intent to send these steps is written; the first of them is about to begin. */
export function sentSteps(state: RunState, { steps, at }: Pick<Event<'steps.sent'>, 'steps' | 'at'>): RunState {
  const sent = new Map(steps.map((each) => [each.step, each]));
  const delivered = withSteps(state, (step) => {
    const intent = sent.get(step.id);
    if (!intent) return step;
    return { ...step, status: 'sent', token: intent.token, scriptDigest: intent.scriptDigest };
  });
  return begun(delivered, at);
}

/** The first step that is not done has its turn, when it was delivered. */
function begun(state: RunState, at: Instant): RunState {
  const next = currentStep(state);
  if (next?.status !== 'sent') return state;
  return withStep(state, next.id, (step) => ({ ...step, status: 'running', startedAt: at }));
}

/** A step's end is known. Only exit code 0, or that it was not needed, lets the run go on; after the last step its checks are asked. */
export function afterStep(state: RunState, event: Event<'step.finished'>): RunState {
  const { result, output, durationMs, at } = event;
  const succeeded = isGood(result);
  const ended = withStep(state, event.step, ({ evidence: _, ...step }) => ({
    ...{ ...step, result, output, durationMs },
    status: succeeded ? 'succeeded' : 'failed',
  }));
  return succeeded ? goOn(decidedOn(ended), at, hostEnd(state, event)) : afterFailure(recalled(ended), at);
}

/** A person is waited for; nothing else of the run happens meanwhile. */
export function askedPerson(state: RunState, { step: id, at }: Event<'step.asked'>): RunState {
  return withStep(state, id, (step) => ({ ...step, status: 'running', startedAt: at }));
}

/** A person did a step, and the run goes on; or it was not done, which is a failure like a script's. */
export function answeredStep(state: RunState, { step: id, done, by, at, note }: Event<'step.answered'>): RunState {
  const ended = withStep(state, id, (step) => ({
    ...{ ...step, answered: { by, at, reason: note }, durationMs: at - (step.startedAt ?? at) },
    status: done ? 'succeeded' : 'failed',
  }));
  return done ? goOn(decidedOn(ended), at) : afterFailure(ended, at);
}

/** When a step ended on its host, which may be long before the bot came back to hear of it. */
export function hostEnd(state: RunState, { step, durationMs, at }: Event<'step.finished'>): Instant {
  const startedAt = activeSteps(state).find(({ id }) => id === step)?.startedAt ?? at;
  return Math.min(at, startedAt + durationMs);
}

/** What was delivered behind a step that failed or is void never begins, and may be sent again under the same token. */
export function recalled(state: RunState): RunState {
  return withSteps(state, (step) => (step.status === 'sent' ? { ...step, status: 'pending' } : step));
}

/** A step did its work: the next one has its turn since then, or it was the last. */
export function goOn(state: RunState, at: Instant, since = at): RunState {
  const next = begun(state, since);
  if (next.abort) return isAtWork(next) ? moving(next) : afterAbort(next, at);
  return activeSteps(next).every(isDone) ? afterLastStep(next, at) : moving(next);
}

function moving(state: RunState): RunState {
  return { ...state, phase: state.restore ? 'restoring' : 'running' };
}

function afterLastStep(state: RunState, at: Instant): RunState {
  const { restore } = state;
  if (!restore) return { ...state, phase: 'verifying', stepsEndedAt: at };
  const undone: RunState = { ...state, phase: 'restoring', restore: { ...restore, stepsEndedAt: at } };
  // Nobody said how to see that things are as before, so nobody can say that they are.
  return restore.checks.length === 0 ? { ...undone, phase: 'closing', outcome: 'failed' } : undone;
}

function afterFailure(state: RunState, at: Instant): RunState {
  if (state.abort) return afterAbort(state, at);
  if (state.restore) return heldBy(state, 'undo-failed', at);
  const ended: RunState = { ...state, stepsEndedAt: at };
  if (!hasTouched(state)) return { ...ended, phase: 'closing', outcome: 'failed' };
  return waiting({ ...ended, phase: 'stopped', stopped: { cause: 'step', at } }, at);
}

/** Somebody said stop, and nothing of the run is under way any more. Half taken back is no state to leave. */
export function afterAbort(before: RunState, at: Instant): RunState {
  const state = recalled(before);
  if (state.restore) return heldBy(state, 'aborted', at);
  return { ...state, phase: 'closing', outcome: 'aborted', stepsEndedAt: at };
}

/** Nobody decided in time, or the bot was away so long after the decision that it no longer counts. What was changed is for people. */
export function expired(state: RunState, at: Instant): RunState {
  if (!hasTouched(state)) return { ...state, phase: 'closing', outcome: 'expired' };
  const ended: RunState = { ...state, stepsEndedAt: state.progressAt };
  return waiting({ ...ended, phase: 'stopped', stopped: { cause: 'outdated', at } }, at);
}

/** Nothing runs until a person ends the run. */
export function heldBy(state: RunState, cause: HoldCause, at: Instant): RunState {
  return waiting({ ...state, phase: 'held', held: { cause, at } }, at);
}

/** Nobody can prove how a step ended: nothing further runs until a person decides. */
export function afterLostStep(state: RunState, event: Event<'step.lost'>): RunState {
  const { step: id, at } = event;
  const lost = withStep(state, id, (step) => ({ ...step, status: 'lost', ...stillKnown(step, event) }));
  const isNews = state.phase !== 'needs-human';
  const next: RunState = { ...lost, phase: 'needs-human' };
  return isNews ? waiting(next, at) : next;
}

/** Whoever asks a host in vain knows no less than before: when it was heard last, and what the step had printed. */
function stillKnown(step: StepState, { evidence, output }: Event<'step.lost'>): Pick<StepState, 'evidence' | 'output'> {
  const lastHeardAt = evidence.lastHeardAt ?? step.evidence?.lastHeardAt ?? null;
  return {
    evidence: { ...evidence, lastHeardAt },
    output: output.bytes === 0 && step.output ? step.output : output,
  };
}

/** From now on people are waited for, and nobody has taken it up yet. */
export function waiting({ claimed: _, rerun: __, ...state }: RunState, at: Instant): RunState {
  const stands = [...state.stands, { phase: state.phase, since: at }];
  return { ...state, stands, waitingSince: at };
}

/** The choice was made. */
export function decidedOn({ claimed: _, rerun: __, stopped: ___, waitingSince: ____, ...state }: RunState): RunState {
  return state;
}

/** A token that is void can never be used: whatever comes next is another attempt. */
export function voided(state: RunState, { step, at }: Event<'step.voided'>): RunState {
  const next = withStep(state, step, nextAttempt);
  return next.abort && currentStep(next)?.status === 'pending' ? afterAbort(next, at) : next;
}

/** The same step under the next token, with what is known of the earlier one. */
export function nextAttempt({ attempt, earlier, ...step }: StepState): StepState {
  const { token, startedAt, result, output, evidence, answered, durationMs } = step;
  const past = { token, startedAt, result, output, evidence, answered, durationMs };
  const known = Object.fromEntries(Object.entries(past).filter(([, value]) => value !== undefined)) as EarlierAttempt;
  // What never began is no attempt that anybody needs to know of.
  const isWorthTelling = result !== undefined || evidence !== undefined || answered !== undefined;
  return { ...pendingStep(step), attempt: attempt + 1, earlier: isWorthTelling ? [...earlier, known] : earlier };
}

/** Nobody is asked any more to do what a person does; what they had begun, only they know. */
export function withoutAsking(state: RunState): RunState {
  const asked = askedStep(state);
  if (!asked) return state;
  return withStep(state, asked.id, (step) => ({ ...step, status: 'failed', result: { kind: 'cancelled' } }));
}
