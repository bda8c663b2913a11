import type { Person } from '../domain/person.js';
import { failed, type Result } from '../domain/result.js';
import type { System } from '../domain/system.js';
import { mayRequest } from '../run/authorize.js';
import type { Inside } from './deps.js';
import { fillRoles, rolesWithASay } from './roles.js';

/** The person, if they may ask for a run of this system. */
export async function requesterOf({ people }: Inside, system: System, by: string): Promise<Result<Person>> {
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  const roles = await fillRoles(system, rolesWithASay(system), people);
  const permission = mayRequest(person.value, roles, system.plan.name);
  return permission.allowed ? person : failed(permission.failure);
}
