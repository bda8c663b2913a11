import type { UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { StepEnd } from '../domain/step-end.js';
import type { Instant } from '../domain/time.js';
import { mayConfirmRerun, mayIntervene } from '../run/authorize.js';
import type { RunState } from '../run/state.js';
import { activeSteps, currentStep } from '../run/steps.js';
import { needsSecondPerson } from '../run/ways-on.js';
import { closedNow } from './decisions.js';
import type { Inside } from './deps.js';
import { type Dispatch, dispatchStep } from './dispatch-step.js';
import { meet } from './meet.js';
import { voidUnbegun } from './take-up.js';
import { tokensLeft } from './tokens.js';
import { isHeard, writeEnd } from './write-end.js';

/** A person's word on a wish to run a step again; `seen`: the moment of the wish that they saw. */
type Word = { readonly runId: string; readonly by: UserId; readonly seen?: Instant | undefined };

/**
 * Lets a step run under its next token. First the host itself must say that nothing goes on or can ever begin under the
 * tokens it had; what it says of the step's end meanwhile counts instead.
 */
export async function grantRerun(word: Word, inside: Inside): Promise<Result<RunState>> {
  const { runId, by } = word;
  const may = await permitted(word, inside);
  if (!may.ok) return may;
  const cleared = await clearHost(runId, inside);
  if (!cleared.ok) return cleared;
  return inside.ledger.append(runId, (state) => {
    // While the host was asked, the wish may have been taken back and another one uttered.
    if (state.rerun?.at !== may.value.askedAt) return closedNow(state);
    const { step } = state.rerun;
    const voided = activeSteps(state).flatMap(({ id, status }) => (status === 'sent' ? [id] : []));
    return ok({ type: 'rerun.granted', at: inside.clock.now(), by, name: may.value.name, step, voided });
  });
}

/** Whoever may say yes may say no, and so may who asked. */
export async function declineRerun({ runId, by, seen }: Word, inside: Inside): Promise<Result<RunState>> {
  const met = await meet(runId, by, inside);
  if (!met.ok) return met;
  const { before, person, fill } = met.value;
  const say = await fill(met.value.say);
  const deciders = await fill(before.request.deciders.map(({ role }) => role));
  return inside.ledger.append(runId, (state) => {
    const permission = mayIntervene(state, person, { say, deciders });
    if (!permission.allowed) return failed(permission.failure);
    if (!isMeant(state, seen)) return failed({ code: 'rerun.not-asked', at: runId });
    const { step } = state.rerun;
    return ok({ type: 'rerun.declined', at: inside.clock.now(), by, name: person.name, step });
  });
}

async function permitted(
  { runId, by, seen }: Word,
  inside: Inside,
): Promise<Result<{ readonly name: string; readonly askedAt: Instant }>> {
  const met = await meet(runId, by, inside);
  if (!met.ok) return met;
  const { before, person, fill } = met.value;
  if (!isMeant(before, seen)) return failed({ code: 'rerun.not-asked', at: runId });
  const allowed = ok({ name: person.name, askedAt: before.rerun.at });
  // Again is harmless, its author says; who asked was allowed to.
  if (!needsSecondPerson(before) && before.rerun.by === by) return allowed;
  const deciders = await fill(before.request.deciders.map(({ role }) => role));
  const permission = mayConfirmRerun(before, person, deciders);
  return permission.allowed ? allowed : failed(permission.failure);
}

/** Whether the wish that the person saw is still there. */
function isMeant(state: RunState, seen: Instant | undefined): state is RunState & Required<Pick<RunState, 'rerun'>> {
  return state.rerun !== undefined && (seen === undefined || state.rerun.at === seen);
}

/**
 * Nothing of a step with a known end is left on its host; of another one the host must say so. An end that it knows counts, and
 * is asked for before anything is cancelled: behind a step that went well the host may have gone on.
 */
async function clearHost(runId: string, inside: Inside): Promise<Result<void>> {
  const { ledger, remote } = inside;
  const state = ledger.get(runId);
  const lost = state && currentStep(state);
  if (!state || lost?.status !== 'lost') return ok(undefined);
  const dispatch = await dispatchStep(state, lost.id, inside);
  if (!dispatch.ok) return dispatch;
  const { target, order } = dispatch.value;
  const before = await remote.ask(target, order);
  if (isTold(before)) return endAfterAll(runId, dispatch.value, before, inside);
  const cancelled = await remote.cancel(target, tokensLeft(state));
  if (!cancelled.ok) return cancelled;
  const asked = await remote.ask(target, order);
  if (asked.kind === 'running') return failed({ code: 'step.running', at: lost.id });
  // Nobody heard whether it had gone well just before it was cancelled.
  if (!isHeard(asked)) return failed({ code: 'ssh.unreachable', at: target.name });
  if (!isTold(asked)) return ok(undefined);
  await voidBehind(state, inside);
  return endAfterAll(runId, dispatch.value, asked, inside);
}

/** The host knows how it ended by itself. */
function isTold(end: StepEnd | { readonly kind: 'running' }): end is StepEnd {
  return end.kind === 'exited' || end.kind === 'unneeded' || end.kind === 'unclear';
}

/** It had ended after all: that is its end, and nothing needs to run again. */
async function endAfterAll(runId: string, dispatch: Dispatch, end: StepEnd, inside: Inside): Promise<Result<never>> {
  await writeEnd(runId, dispatch, end, inside);
  return failed({ code: 'request.stale', at: runId });
}

/** What was delivered behind the step and has become void needs another token for its turn. */
async function voidBehind(state: RunState, inside: Inside): Promise<void> {
  const sent = activeSteps(state).filter(({ status }) => status === 'sent');
  const dispatches = await Promise.all(sent.map(({ id }) => dispatchStep(state, id, inside)));
  const known = dispatches.flatMap((dispatch) => (dispatch.ok ? [dispatch.value] : []));
  await voidUnbegun(state.id, known, inside);
}
