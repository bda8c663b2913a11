import { resolve } from 'node:path';
import type { Groups } from '../domain/expand-groups.js';
import type { Target } from '../domain/target.js';
import type { Inventory } from './inventory.js';

export const SECTIONS = ['roles', 'targets', 'variables', 'secrets'] as const;
export type Section = (typeof SECTIONS)[number];

/** The names in an inventory: enough to compare it with the plans, even where its values are wrong. */
export type Outline = {
  readonly plansFolder: string;
  readonly systems: readonly SystemOutline[];
  readonly problemAt: Inventory['problemAt'];
};

export type SystemOutline = {
  readonly name: string;
  readonly requesters: readonly string[];
  /** undefined for a section that cannot be read, or that may stand there under a mistyped key. */
  readonly names: Readonly<Record<Section, readonly string[] | undefined>>;
  /** Targets that are groups, with their hosts in order. */
  readonly groups: Groups;
};

/** The outline of a valid inventory. */
export function outlineOf({ plansFolder, systems, problemAt }: Inventory): Outline {
  const outlines = systems.map((system): SystemOutline => {
    const { name, requesters, targets } = system;
    const names = Object.fromEntries(SECTIONS.map((section) => [section, Object.keys(system[section])]));
    const written = [...new Set(Object.values(targets).map((target) => target.group ?? target.name))];
    return {
      ...{ name, requesters, groups: groupsOf(targets) },
      names: { ...(names as Record<Section, string[]>), targets: written },
    };
  });
  return { plansFolder, systems: outlines, problemAt };
}

/** The groups among a system's targets. */
export function groupsOf(targets: Readonly<Record<string, Target>>): Groups {
  const groups = new Map<string, string[]>();
  for (const { name, group } of Object.values(targets)) {
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return Object.fromEntries(groups);
}

/** The outline of an inventory that is not valid, from its value. `keys`: what a system may hold. Paths start at `folder`. */
export function outlineOfInvalid(
  value: unknown,
  { folder, keys, problemAt }: { folder: string; keys: readonly string[]; problemAt: Inventory['problemAt'] },
): Outline | undefined {
  if (!isMap(value) || typeof value.plans !== 'string' || !isMap(value.systems)) return undefined;
  const systems = Object.entries(value.systems).flatMap(([name, system]) =>
    isMap(system) ? [outlineIn(name, system, keys)] : [],
  );
  return { plansFolder: resolve(folder, value.plans), systems, problemAt };
}

function outlineIn(name: string, system: Readonly<Record<string, unknown>>, keys: readonly string[]): SystemOutline {
  const isMistyped = Object.keys(system).some((key) => !keys.includes(key));
  const namesIn = (section: Section, absent: readonly string[] | undefined) => {
    const written = system[section];
    if (written === undefined) return isMistyped ? undefined : absent;
    return isMap(written) ? Object.keys(written) : undefined;
  };
  const requesters = Array.isArray(system.requesters) ? system.requesters : [];
  return {
    name,
    requesters: requesters.filter((role) => typeof role === 'string'),
    groups: groupsIn(system.targets),
    names: {
      // Without these two there is a problem already that says so.
      roles: namesIn('roles', undefined),
      targets: namesIn('targets', undefined),
      variables: namesIn('variables', []),
      secrets: namesIn('secrets', []),
    },
  };
}

function groupsIn(targets: unknown): Groups {
  const groups = Object.entries(isMap(targets) ? targets : {}).flatMap(([name, target]) =>
    isMap(target) && isMap(target.hosts) ? [[name, Object.keys(target.hosts)] as const] : [],
  );
  return Object.fromEntries(groups);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
