import { failed, ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import type { ConfigProblem } from './config-problem.js';
import type { Connection, Inventory } from './inventory.js';

/**
 * Which key and known_hosts file a target is reached with, by its user, host and port. `target.changed` for an address that
 * is no longer in the inventory: a run pins its targets when it is requested.
 */
export function connectionsOf({ systems }: Pick<Inventory, 'systems'>): (target: Target) => Result<Connection> {
  const targets = systems.flatMap((system) => Object.values(system.targets));
  const byAddress = new Map(targets.map((target) => [addressOf(target), target]));
  return (target) => {
    const known = byAddress.get(addressOf(target));
    if (known) return ok({ keyFile: known.keyFile, knownHostsFile: known.knownHostsFile });
    return failed({ code: 'target.changed', at: target.name, detail: `${addressOf(target)} is not in the inventory` });
  };
}

/** Targets with one address but different keys or known_hosts files: a connection belongs to an address. */
export function contradictingConnections({ systems, problemAt }: Inventory): readonly ConfigProblem[] {
  const first = new Map<string, Connection & { readonly at: string }>();
  return systems.flatMap((system) =>
    Object.values(system.targets).flatMap((target) => {
      const at = `systems.${system.name}.targets.${target.name}`;
      const known = first.get(addressOf(target)) ?? { ...target, at };
      first.set(addressOf(target), known);
      if (known.keyFile === target.keyFile && known.knownHostsFile === target.knownHostsFile) return [];
      const message = `${addressOf(target)} stands at ${known.at} with another key or knownHosts; use the same in both`;
      return [problemAt(['systems', system.name, 'targets', target.name], message)];
    }),
  );
}
