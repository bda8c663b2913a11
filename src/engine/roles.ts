import type { System } from '../domain/system.js';
import { say } from '../domain/text.js';
import type { FilledRole } from '../run/authorize.js';
import type { People } from './ports.js';

/** Who fills these roles at this moment. A group that cannot be read is named: it takes nothing from people named directly. */
export async function fillRoles(
  system: System,
  roles: readonly string[],
  people: People,
): Promise<readonly FilledRole[]> {
  return Promise.all([...new Set(roles)].map((role) => fillRole(system, role, people)));
}

async function fillRole({ plan, roles, language }: System, role: string, people: People): Promise<FilledRole> {
  const holders = roles[role] ?? { users: [], groups: [] };
  const asked = holders.groups.map(async (group) => ({ group, members: await people.membersOf(group) }));
  const groups = await Promise.all(asked);
  const unread = groups.find(({ members }) => !members.ok)?.group;
  const members = [...holders.users, ...groups.flatMap(({ members: read }) => (read.ok ? read.value : []))];
  const filled = { role, title: say(plan.roles[role] ?? role, language), members };
  return unread === undefined ? filled : { ...filled, unreadGroup: unread };
}

/** Every role that has a say in this system: those who may request and those who decide. */
export function rolesWithASay({ plan, requesters }: System): readonly string[] {
  return [...requesters, ...plan.severities.flatMap(({ deciders }) => deciders)];
}
