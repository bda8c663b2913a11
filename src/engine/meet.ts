import type { Person, UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { FilledRole } from '../run/authorize.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { fillRoles, rolesWithASay } from './roles.js';

/** A run with the person who wants something of it, and who fills which role, looked up at the click. */
export type Meeting = {
  readonly before: RunState;
  readonly person: Person;
  fill(roles: readonly string[]): Promise<readonly FilledRole[]>;
  readonly say: readonly string[];
};

/** Fails when there is no such run, its system is gone, or nobody can say who the person is. */
export async function meet(runId: string, by: UserId, { ledger, people, catalog }: Inside): Promise<Result<Meeting>> {
  const before = await ledger.find(runId);
  if (!before) return failed({ code: 'run.unknown', at: runId });
  const system = catalog.systems().find(({ plan }) => plan.name === before.request.plan.name);
  if (!system) return failed({ code: 'plan.unknown', at: before.request.plan.name });
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  const fill = (roles: readonly string[]) => fillRoles(system, roles, people);
  return ok({ before, person: person.value, fill, say: rolesWithASay(system) });
}
