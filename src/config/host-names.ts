import { type Bilingual, both } from '../domain/text.js';
import type { ConfigProblem } from './config-problem.js';
import type { Inventory } from './inventory.js';
import type { WrittenInventory } from './inventory-schema.js';

/**
 * Hosts of groups that are called like another target or host of their system, which a run and a lock name, or so that the
 * steps on them would be taken for those that Backout adds: `restore` on `app-undo` is `restore-app-undo`.
 */
export function badHostNames(
  { systems }: WrittenInventory,
  problemAt: Inventory['problemAt'],
): readonly ConfigProblem[] {
  return Object.entries(systems).flatMap(([system, { targets }]) => {
    const seen = new Set(Object.keys(targets));
    return Object.entries(targets).flatMap(([target, { hosts }]) =>
      Object.keys(hosts ?? {}).flatMap((host) => {
        const message = seen.has(host) ? twice(system, target, host) : likeOurs(host);
        seen.add(host);
        return message ? [problemAt(['systems', system, 'targets', target, 'hosts', host], message)] : [];
      }),
    );
  });
}

function twice(system: string, target: string, host: string): Bilingual {
  return both(
    `${host} is the name of another target or host of ${system}; choose another, e.g. ${target}-${host}`,
    `${system} 中另一个目标主机也叫 ${host}；请换一个名称，例如 ${target}-${host}`,
  );
}

function likeOurs(host: string): Bilingual | undefined {
  const [end] = /-(?:snapshot|undo)$/.exec(host) ?? [];
  if (end === undefined) return undefined;
  return both(
    `Backout calls steps of its own …${end}; choose another name, e.g. ${host}-1`,
    `Backout 自己加的步骤也叫 …${end}；请换一个名称，例如 ${host}-1`,
  );
}
