import { expandGroups } from '../domain/expand-groups.js';
import type { Plan } from '../domain/plan.js';
import type { System } from '../domain/system.js';
import type { Target } from '../domain/target.js';
import type { Reading } from './config-problem.js';
import type { Inventory, SystemEntry, TargetEntry } from './inventory.js';
import { mismatches } from './mismatches.js';
import { groupsOf, outlineOf } from './outline.js';

/**
 * Joins every system of the inventory with its plan. A plan that the inventory does not name is left out: it is just not
 * active here. Problems: no such plan, a name that the plan does not know, a name of the plan that is not filled in.
 */
export function bindSystems(inventory: Inventory, plans: readonly Plan[]): Reading<readonly System[]> {
  const problems = mismatches(outlineOf(inventory), plans);
  if (problems.length > 0) return { ok: false, problems };
  const bound = inventory.systems.flatMap((entry) => {
    const plan = plans.find(({ name }) => name === entry.name);
    return plan ? [toSystem(inventory, entry, plan)] : [];
  });
  return { ok: true, value: bound };
}

function toSystem(inventory: Inventory, entry: SystemEntry, plan: Plan): System {
  const { channels, language, variables, roles, requesters } = entry;
  const targets = Object.entries(entry.targets).map(([key, target]) => [key, pinnedOf(target)] as const);
  const { environment, slack } = inventory;
  const own = Object.entries(slack.languages).filter(([channel]) => channels.includes(channel));
  const channelLanguages = own.length > 0 ? { channelLanguages: Object.fromEntries(own) } : {};
  const bound = { targets: Object.fromEntries(targets), variables, roles, requesters };
  const expanded = expandGroups(plan, groupsOf(entry.targets));
  return { plan: expanded, environment, language, ...channelLanguages, channels, ...bound };
}

/** Keys stay with the SSH adapter: a run pins its targets in the journal. */
function pinnedOf({ name, host, port, user, group, local, home, path }: TargetEntry & Target): Target {
  const address = { name, host, port, user, ...(group === undefined ? {} : { group }) };
  if (!local) return address;
  return { ...address, local, ...(home === undefined ? {} : { home }), ...(path ? { path } : {}) };
}
