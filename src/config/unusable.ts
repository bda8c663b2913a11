import { access, constants } from 'node:fs/promises';
import type { Secrets } from '../engine/ports.js';
import type { ConfigProblem } from './config-problem.js';
import type { Inventory, SystemEntry } from './inventory.js';

/**
 * Files and secrets that the inventory names and that cannot be read now. They are said at the start; a bot with open
 * runs must start all the same, and a request that needs one is refused before anybody is asked.
 */
export async function unusable(inventory: Inventory, secrets: Secrets): Promise<readonly ConfigProblem[]> {
  const found = inventory.systems.map(async (system) => [
    ...(await unreadableFiles(inventory, system)),
    ...(await unreadableSecrets(inventory, system, secrets)),
  ]);
  return (await Promise.all(found)).flat();
}

async function unreadableFiles(
  inventory: Inventory,
  { name, targets }: SystemEntry,
): Promise<readonly ConfigProblem[]> {
  const files = Object.values(targets).flatMap((target) => [
    { path: ['systems', name, 'targets', target.name, 'key'], file: target.keyFile },
    { path: ['systems', name, 'targets', target.name, 'knownHosts'], file: target.knownHostsFile },
  ]);
  const read = files.map(async ({ path, file }) => {
    const why = await access(file, constants.R_OK).then(() => undefined, String);
    return why === undefined ? [] : [inventory.problemAt(path, `cannot be read: ${why}`)];
  });
  return (await Promise.all(read)).flat();
}

async function unreadableSecrets(
  inventory: Inventory,
  { name, secrets: named }: SystemEntry,
  secrets: Secrets,
): Promise<readonly ConfigProblem[]> {
  const read = Object.keys(named).map(async (secret) => {
    const content = await secrets.read(name, secret);
    const path = ['systems', name, 'secrets', secret];
    return content.ok ? [] : [inventory.problemAt(path, content.failure.detail ?? content.failure.code)];
  });
  return (await Promise.all(read)).flat();
}
