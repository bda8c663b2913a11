import { failed, ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import { type Bilingual, both } from '../domain/text.js';
import { accountHere } from './account-here.js';
import type { ConfigProblem } from './config-problem.js';
import { type Connection, type Inventory, type LocalPlace, type TargetEntry, targetPath } from './inventory.js';

/**
 * Which key and known_hosts file a target is reached with, by its user, host and port. `target.changed` for an address that
 * is no longer in the inventory: a run pins its targets when it is requested.
 */
export function connectionsOf(inventory: Pick<Inventory, 'systems'>): (target: Target) => Result<Connection> {
  const known = firstByAddress(inventory);
  return (target) => {
    const entry = known.get(addressKeyOf(target));
    if (entry && !entry.local) return ok({ keyFile: entry.keyFile, knownHostsFile: entry.knownHostsFile });
    return failed({ code: 'target.changed', at: target.name, detail: `${addressOf(target)} is not in the inventory` });
  };
}

/** What the steps of a local target find in their environment: all of it, so that nothing of the bot's own is there. */
export type Environment = Readonly<Record<string, string>>;

/** The environment of a local target's steps, made of the bot's `env` and what the run pinned. `target.changed` as above. */
export function environmentsOf(
  inventory: Pick<Inventory, 'systems'>,
  env: NodeJS.ProcessEnv,
): (target: Target) => Result<Environment> {
  const known = firstByAddress(inventory);
  return (target) => {
    const entry = known.get(addressKeyOf(target));
    if (entry?.local) return ok(environmentOf(placeOf(target) ?? entry, env));
    const detail = `${target.name} is no local target of ${target.user} in the inventory`;
    return failed({ code: 'target.changed', at: target.name, detail });
  };
}

/** What people were told of the target, and would do by hand. */
function placeOf({ home, path }: Target): LocalPlace | undefined {
  return path && { path, ...(home === undefined ? {} : { home }) };
}

function environmentOf({ home, path }: LocalPlace, env: NodeJS.ProcessEnv): Environment {
  const account = accountHere();
  return {
    PATH: [...path, env.PATH || '/usr/local/bin:/usr/bin:/bin'].join(':'),
    HOME: home ?? account.home ?? env.HOME ?? '/',
    ...{ USER: account.name, LOGNAME: account.name, SHELL: account.shell },
    ...(env.LANG ? { LANG: env.LANG } : {}),
    ...(env.TMPDIR ? { TMPDIR: env.TMPDIR } : {}),
  };
}

/** Targets with one address that are reached in two ways: keys and known_hosts, or home and path, belong to an address. */
export function contradictingConnections({ systems, problemAt }: Inventory): readonly ConfigProblem[] {
  const known = firstByAddress({ systems });
  return systems.flatMap((system) =>
    Object.values(system.targets).flatMap((target) => {
      const first = known.get(addressKeyOf(target));
      if (!first || wayOf(first) === wayOf(target)) return [];
      const owner = systems.find(({ targets }) => Object.values(targets).includes(first));
      const place = ['systems', owner?.name, 'targets', ...targetPath(first)].join('.');
      const message = target.local ? otherHome(target.name, place) : otherKey(addressOf(target), place);
      return [problemAt(['systems', system.name, 'targets', ...targetPath(target)], message)];
    }),
  );
}

function otherHome(name: string, place: string): Bilingual {
  return both(
    `the local target ${name} stands at ${place} with another home or path; use the same in both`,
    `本机目标 ${name} 在 ${place} 处写的 home 或 path 不同；请把两处写成一样`,
  );
}

function otherKey(address: string, place: string): Bilingual {
  return both(
    `${address} stands at ${place} with another key or knownHosts; use the same in both`,
    `${address} 在 ${place} 处写的 key 或 knownHosts 不同；请把两处写成一样`,
  );
}

/** A system's targets in the order of the inventory; undefined for a system that it lacks. */
export function targetsOf({ systems }: Pick<Inventory, 'systems'>): (system: string) => readonly Target[] | undefined {
  return (system) => {
    const entry = systems.find(({ name }) => name === system);
    return entry && Object.values(entry.targets);
  };
}

function firstByAddress({ systems }: Pick<Inventory, 'systems'>): ReadonlyMap<string, TargetEntry> {
  const targets = systems.flatMap((system) => Object.values(system.targets));
  return new Map(targets.toReversed().map((target) => [addressKeyOf(target), target]));
}

/** This machine is one address for all, so of local targets the name tells which is meant. */
function addressKeyOf(target: Target): string {
  return JSON.stringify([addressOf(target), target.local ? target.name : '']);
}

function wayOf(entry: TargetEntry): string {
  return JSON.stringify(entry.local ? [entry.home, entry.path] : [entry.keyFile, entry.knownHostsFile]);
}
