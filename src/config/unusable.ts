import { access, constants } from 'node:fs/promises';
import type { Secrets } from '../engine/ports.js';
import type { ConfigProblem } from './config-problem.js';
import { type Inventory, type SystemEntry, type TargetEntry, targetPath } from './inventory.js';

const { R_OK, W_OK, X_OK } = constants;

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
  const read = onceEach(Object.values(targets).flatMap(filesOf)).map(async ({ path, file, mode }) => {
    const why = await access(file, mode).then(() => undefined, String);
    const what = mode === R_OK ? 'read' : 'used';
    return why === undefined
      ? []
      : [inventory.problemAt(['systems', name, 'targets', ...path], `cannot be ${what}: ${why}`)];
  });
  return (await Promise.all(read)).flat();
}

type NamedFile = { readonly path: readonly PropertyKey[]; readonly file: string; readonly mode: number };

/** The hosts of a group share what it says of all: one wrong key would be told for each of them. */
function onceEach(files: readonly NamedFile[]): readonly NamedFile[] {
  const keyOf = ({ path: [target], file, mode }: NamedFile) => JSON.stringify([target, file, mode]);
  const first = new Map<string, NamedFile>();
  for (const each of files) if (!first.has(keyOf(each))) first.set(keyOf(each), each);
  return [...first.values()];
}

function filesOf(target: TargetEntry): readonly NamedFile[] {
  if (!target.local) {
    return [
      { path: [...targetPath(target), 'key'], file: target.keyFile, mode: R_OK },
      { path: [...targetPath(target), 'knownHosts'], file: target.knownHostsFile, mode: R_OK },
    ];
  }
  const home = target.home === undefined ? [] : [{ path: [target.name, 'home'], file: target.home, mode: W_OK | X_OK }];
  return [...home, ...target.path.map((file, index) => ({ path: [target.name, 'path', index], file, mode: X_OK }))];
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
