import type { RunEvent } from '../domain/event.js';
import { pendingCheck } from './reduce-check.js';
import { decidedOn, goOn, heldBy, nextAttempt } from './reduce-step.js';
import type { RunState, Word } from './state.js';
import { pendingStep, withStep, withSteps } from './steps.js';
import { restoreChecks, stepsToUndo } from './touched.js';

type Event<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** What a person chose, as it is kept. */
export function wordOf({ by, at, reason }: Word): Word {
  return { by, at, reason };
}

/** Somebody took the choice upon themselves. */
export function claimed(state: RunState, { by, at }: Event<'run.claimed'>): RunState {
  return { ...state, claimed: { by, at }, claims: [...state.claims, { by, at }] };
}

/** A person says that the step did its work; the run goes on behind it. */
export function settledStep(state: RunState, event: Event<'step.settled'>): RunState {
  const settled = wordOf(event);
  const done = withStep(state, event.step, (step) => ({ ...step, status: 'succeeded', settled }));
  return goOn(decidedOn(done), event.at);
}

/** A failed step stays as it is; the run goes on behind it. */
export function skippedStep(state: RunState, event: Event<'step.skipped'>): RunState {
  const skipped = wordOf(event);
  const done = withStep(state, event.step, (step) => ({ ...step, status: 'skipped', skipped }));
  return goOn(decidedOn(done), event.at);
}

/** Somebody wants a step to run again; nothing runs until it is answered. */
export function wished(state: RunState, { step, by, at, reason }: Event<'rerun.asked'>): RunState {
  const wish = { step, by, at, reason };
  return { ...state, rerun: wish, wishes: [...state.wishes, wish] };
}

/** The run stands as before, and it is known who said no. */
export function declinedWish(state: RunState, event: Event<'rerun.declined'>): RunState {
  const { rerun: _, ...rest } = answered(state, 'declined', event);
  return rest;
}

/** The newest wish to run a step again is the one that is answered. */
function answered(
  state: RunState,
  verdict: 'granted' | 'declined',
  { by, at }: Event<'rerun.granted' | 'rerun.declined'>,
): RunState {
  const last = state.wishes.at(-1);
  if (!last) return state;
  return { ...state, wishes: [...state.wishes.slice(0, -1), { ...last, answer: { verdict, by, at } }] };
}

/** A step may run once more, under another token; whatever bore a voided token needs another one too. */
export function rerunStep(state: RunState, event: Event<'rerun.granted'>): RunState {
  const { step: id, voided } = event;
  const granted = answered(state, 'granted', event);
  const again = withSteps(granted, (step) => (step.id === id || voided.includes(step.id) ? nextAttempt(step) : step));
  return { ...decidedOn(again), phase: state.restore ? 'restoring' : 'running' };
}

/** Checks that did not pass are open again. */
export function askedAgain(state: RunState, { at }: Event<'checks.asked-again'>): RunState {
  const planned = new Map(state.request.scheme.checks.map((check) => [check.id, check]));
  const checks = state.checks.map((check) => {
    const plan = planned.get(check.id);
    return plan && check.answer?.verdict !== 'pass' ? pendingCheck(plan) : check;
  });
  const { outcome: _, ...open } = decidedOn(state);
  return { ...open, phase: 'verifying', checks, askedAgainAt: at };
}

/** From here on what the steps did is taken back. */
export function startedRestore(state: RunState, { cause, at, by, reason }: Event<'restore.started'>): RunState {
  const steps = stepsToUndo(state).map(pendingStep);
  const checks = restoreChecks(state).map(pendingCheck);
  const who = { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) };
  return { ...decidedOn(state), phase: 'restoring', restore: { cause, at, ...who, steps, checks } };
}

/** Nothing runs any more; the reason is a person's, or the machine's. */
export function held(state: RunState, { cause, at, by, reason }: Event<'run.held'>): RunState {
  const who = { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) };
  return { ...heldBy(decidedOn(state), cause, at), held: { cause, at, ...who } };
}
