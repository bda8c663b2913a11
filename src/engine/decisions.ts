import type { RunEvent } from '../domain/event.js';
import type { UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import { mayDecide, mayIntervene } from '../run/authorize.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import type { Engine } from './engine.js';
import { fillRoles, rolesWithASay } from './roles.js';

type DecideInput = Parameters<Engine['decide']>[0];

/** Approves or rejects, guarded: the person's right is looked up now, and of two clicks one wins and the other is told. */
export async function decide(input: DecideInput, inside: Inside): Promise<Result<RunState>> {
  const { runId, verdict, by, digest } = input;
  const { ledger, people, clock, catalog } = inside;
  const before = await ledger.find(runId);
  if (!before) return failed({ code: 'run.unknown', at: runId });
  const system = catalog.systems().find(({ plan }) => plan.name === before.request.plan.name);
  if (!system) return failed({ code: 'plan.unknown', at: before.request.plan.name });
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  const deciders = before.request.deciders.map(({ role }) => role);
  const roles = await fillRoles(system, deciders, people);
  return ledger.append(runId, (state) => {
    const at = clock.now();
    const permission = mayDecide(state, person.value, roles, { digest, now: at });
    if (!permission.allowed) return failed(permission.failure);
    const { role } = permission;
    const actor = { by, name: person.value.name };
    const granted: RunEvent = { type: 'approval.granted', at, ...actor, role, digest };
    return ok(verdict === 'approved' ? granted : { type: 'approval.rejected', at, ...actor, role });
  });
}

type Actor = { readonly by: UserId; readonly name: string };
type Intervention = (state: RunState, actor: Actor, at: number) => Result<RunEvent>;

/** Stopping, asking again and taking over, guarded like a decision. */
export async function act(runId: string, by: UserId, event: Intervention, inside: Inside): Promise<Result<RunState>> {
  const { ledger, people, catalog, clock } = inside;
  const before = await ledger.find(runId);
  if (!before) return failed({ code: 'run.unknown', at: runId });
  const system = catalog.systems().find(({ plan }) => plan.name === before.request.plan.name);
  if (!system) return failed({ code: 'plan.unknown', at: before.request.plan.name });
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  const say = await fillRoles(system, rolesWithASay(system), people);
  const deciding = before.request.deciders.map(({ role }) => role);
  const deciders = await fillRoles(system, deciding, people);
  return ledger.append(runId, (state) => {
    const permission = mayIntervene(state, person.value, { say, deciders });
    if (!permission.allowed) return failed(permission.failure);
    return event(state, { by, name: person.value.name }, clock.now());
  });
}

/** Only while something can still be stopped. */
export function abortOf(state: RunState, actor: Actor, at: number): Result<RunEvent> {
  const stoppable = ['preparing', 'awaiting-approval', 'running', 'verifying'].includes(state.phase) && !state.abort;
  return stoppable ? ok({ type: 'abort.requested', at, ...actor }) : closedNow(state);
}

export function handOverOf(state: RunState, actor: Actor, at: number): Result<RunEvent> {
  return state.phase === 'needs-human' ? ok({ type: 'run.handed-over', at, ...actor }) : closedNow(state);
}

export function askAgainOf(state: RunState, actor: Actor, at: number): Result<RunEvent> {
  const lost = state.steps.find(({ status }) => status === 'lost');
  if (state.phase !== 'needs-human' || !lost) return closedNow(state);
  return ok({ type: 'step.asked-again', at, ...actor, step: lost.id });
}

function closedNow(state: RunState): Result<never> {
  const over = state.phase === 'closed' || state.phase === 'closing';
  return failed({ code: over ? 'run.closed' : 'request.stale', at: state.id, facts: { outcome: state.outcome ?? '' } });
}
