import { both } from '../domain/text.js';
import type { ConfigProblem } from './config-problem.js';
import type { Inventory } from './inventory.js';
import type { WrittenInventory } from './inventory-schema.js';

/** Hosts of groups that are called like another target or host of their system: a run names its hosts, and a lock does too. */
export function namesTwice({ systems }: WrittenInventory, problemAt: Inventory['problemAt']): readonly ConfigProblem[] {
  return Object.entries(systems).flatMap(([system, { targets }]) => {
    const seen = new Set(Object.keys(targets));
    return Object.entries(targets).flatMap(([target, { hosts }]) =>
      Object.keys(hosts ?? {}).flatMap((host) => {
        if (!seen.has(host)) {
          seen.add(host);
          return [];
        }
        const message = both(
          `${host} is the name of another target or host of ${system}; choose another, e.g. ${target}-${host}`,
          `${system} 中另一个目标主机也叫 ${host}；请换一个名称，例如 ${target}-${host}`,
        );
        return [problemAt(['systems', system, 'targets', target, 'hosts', host], message)];
      }),
    );
  });
}
