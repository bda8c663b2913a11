import { failed, ok, type Result } from '../domain/result.js';
import type { System } from '../domain/system.js';
import { say } from '../domain/text.js';
import type { FilledRole } from '../run/authorize.js';
import type { People } from './ports.js';

/** Who fills these roles at this moment, user groups included. Fails closed when Slack does not say. */
export async function fillRoles(
  system: System,
  roles: readonly string[],
  people: People,
): Promise<Result<readonly FilledRole[]>> {
  const filled: FilledRole[] = [];
  for (const role of new Set(roles)) {
    const holders = system.roles[role] ?? { users: [], groups: [] };
    const groups = await Promise.all(holders.groups.map((group) => people.membersOf(group)));
    const refused = groups.find((members) => !members.ok);
    if (refused && !refused.ok) return failed(refused.failure);
    const title = say(system.plan.roles[role] ?? role, system.language);
    filled.push({
      title,
      role,
      members: [...holders.users, ...groups.flatMap((members) => (members.ok ? members.value : []))],
    });
  }
  return ok(filled);
}

/** Every role that has a say in this system: those who may request and those who decide. */
export function rolesWithASay({ plan, requesters }: System): readonly string[] {
  return [...requesters, ...plan.severities.flatMap(({ deciders }) => deciders)];
}
