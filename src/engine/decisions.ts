import type { RunEvent } from '../domain/event.js';
import type { UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Instant } from '../domain/time.js';
import { mayChoose, mayDecide, mayIntervene } from '../run/authorize.js';
import type { RunState } from '../run/state.js';
import { currentStep } from '../run/steps.js';
import type { Inside } from './deps.js';
import type { Engine } from './engine.js';
import { meet } from './meet.js';
import type { Actor, Intervention } from './tell.js';

type DecideInput = Parameters<Engine['decide']>[0];

/** Approves or rejects, guarded: the person's right is looked up now, and of two clicks one wins and the other is told. */
export async function decide(input: DecideInput, inside: Inside): Promise<Result<RunState>> {
  const { runId, verdict, by, digest, reason } = input;
  const met = await meet(runId, by, inside);
  if (!met.ok) return met;
  const { before, person, fill } = met.value;
  const roles = await fill(before.request.deciders.map(({ role }) => role));
  return inside.ledger.append(runId, (state) => {
    const at = inside.clock.now();
    const permission = mayDecide(state, person, roles, { digest, now: at, verdict });
    if (!permission.allowed) return failed(permission.failure);
    const { role } = permission;
    const actor = { by, name: person.name };
    const granted: RunEvent = { type: 'approval.granted', at, ...actor, role, digest };
    const why = reason === undefined ? {} : { reason };
    return ok(verdict === 'approved' ? granted : { type: 'approval.rejected', at, ...actor, role, ...why });
  });
}

/** Stopping, asking again and taking over, guarded like a decision. */
export async function act(runId: string, by: UserId, event: Intervention, inside: Inside): Promise<Result<RunState>> {
  const met = await meet(runId, by, inside);
  if (!met.ok) return met;
  const { before, person, fill } = met.value;
  const say = await fill(met.value.say);
  const deciders = await fill(before.request.deciders.map(({ role }) => role));
  return inside.ledger.append(runId, (state) => {
    const permission = mayIntervene(state, person, { say, deciders });
    if (!permission.allowed) return failed(permission.failure);
    const claim = mayChoose(state, person);
    if (claim && !claim.allowed) return failed(claim.failure);
    return event(state, { by, name: person.name }, inside.clock.now());
  });
}

const STOPPABLE: readonly RunState['phase'][] = [
  'queued',
  'preparing',
  'awaiting-approval',
  'running',
  'verifying',
  'restoring',
];

/** Only while something can still be stopped. */
export function abortOf(state: RunState, actor: Actor, at: number): Result<RunEvent> {
  const stoppable = STOPPABLE.includes(state.phase) && !state.abort;
  return stoppable ? ok({ type: 'abort.requested', at, ...actor }) : closedNow(state);
}

export function handOverOf(state: RunState, actor: Actor, at: number): Result<RunEvent> {
  return state.phase === 'needs-human' ? ok({ type: 'run.handed-over', at, ...actor }) : closedNow(state);
}

export function askAgainOf(state: RunState, actor: Actor, at: number): Result<RunEvent> {
  const lost = currentStep(state);
  if (state.phase !== 'needs-human' || lost?.status !== 'lost') return closedNow(state);
  return ok({ type: 'step.asked-again', at, ...actor, step: lost.id });
}

/** Only about the stand that the person saw, named by its `waitingSince`. */
export function asSeen(seen: Instant | undefined, event: Intervention): Intervention {
  return (state, actor, at) =>
    seen !== undefined && state.waitingSince !== seen ? closedNow(state) : event(state, actor, at);
}

/** The run has moved on: it is over, or stands elsewhere by now. */
export function closedNow(state: RunState): Result<never> {
  const over = state.phase === 'closed' || state.phase === 'closing';
  return failed({ code: over ? 'run.closed' : 'request.stale', at: state.id, facts: { outcome: state.outcome ?? '' } });
}
