import type { RunEvent } from '../domain/event.js';
import type { UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import { mayTell } from '../run/authorize.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { meet } from './meet.js';

/** Who acts: the id for ever, the name as it is now. */
export type Actor = { readonly by: UserId; readonly name: string };
/** Chooses, on the newest state, the event that a person causes. */
export type Intervention = (state: RunState, actor: Actor, at: number) => Result<RunEvent>;
/** One thing that a person tells; whoever fills `role` may tell it too. */
export type Telling = { readonly event: Intervention; readonly role?: string };

/**
 * Writes down what a person tells a run, one event after the other. The requester may, and everybody with a say; the
 * first that is refused ends it.
 */
export async function tell(
  runId: string,
  by: UserId,
  tellings: readonly Telling[],
  inside: Inside,
): Promise<Result<RunState>> {
  const met = await meet(runId, by, inside);
  if (!met.ok) return met;
  const { before, person, fill } = met.value;
  const say = await fill([...met.value.say, ...before.request.deciders.map(({ role }) => role)]);
  let told: Result<RunState> = ok(before);
  for (const { event, role } of tellings) {
    const able = role === undefined ? say : [...say, ...(await fill([role]))];
    told = await inside.ledger.append(runId, (state) => {
      const permission = mayTell(state, person, able);
      if (!permission.allowed) return failed(permission.failure);
      return event(state, { by, name: person.name }, inside.clock.now());
    });
    if (!told.ok) return told;
  }
  return told;
}
