import { access, constants } from 'node:fs/promises';
import { fileFault } from '../domain/file-fault.js';
import { type Bilingual, both, joined } from '../domain/text.js';
import type { ConfigProblem } from './config-problem.js';
import { type Inventory, type SystemEntry, type TargetEntry, targetPath } from './inventory.js';
import { secretFault } from './secrets.js';

const { R_OK, W_OK, X_OK } = constants;

/**
 * Files and secrets that the inventory names and that cannot be read now. They are said at the start; a bot with open
 * runs must start all the same, and a request that needs one is refused before anybody is asked.
 */
export async function unusable(inventory: Inventory, env: NodeJS.ProcessEnv): Promise<readonly ConfigProblem[]> {
  const found = inventory.systems.map(async (system) => [
    ...(await unreadableFiles(inventory, system)),
    ...(await unreadableSecrets(inventory, system, env)),
  ]);
  return (await Promise.all(found)).flat();
}

async function unreadableFiles(
  inventory: Inventory,
  { name, targets }: SystemEntry,
): Promise<readonly ConfigProblem[]> {
  const read = onceEach(Object.values(targets).flatMap(filesOf)).map(async ({ path, file, mode, fix }) => {
    const fault = await access(file, mode).then(
      () => undefined,
      (error) => fileFault(error, file),
    );
    return fault ? [inventory.problemAt(['systems', name, 'targets', ...path], joined(fault, fix))] : [];
  });
  return (await Promise.all(read)).flat();
}

type NamedFile = {
  readonly path: readonly PropertyKey[];
  readonly file: string;
  readonly mode: number;
  readonly fix: Bilingual;
};

const KEY = both(
  'put the key there, readable for this account alone (chmod 600)',
  '请把密钥放到该处，只让当前账号可读（chmod 600）',
);
const KNOWN_HOSTS = both('npx backout hosts trust writes it', '请执行 npx backout hosts trust 写入');
const FOLDER = both('make the folder, or correct the path', '请建立该目录，或改正路径');

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
      { path: [...targetPath(target), 'key'], file: target.keyFile, mode: R_OK, fix: KEY },
      { path: [...targetPath(target), 'knownHosts'], file: target.knownHostsFile, mode: R_OK, fix: KNOWN_HOSTS },
    ];
  }
  const home =
    target.home === undefined
      ? []
      : [{ path: [target.name, 'home'], file: target.home, mode: W_OK | X_OK, fix: FOLDER }];
  return [
    ...home,
    ...target.path.map((file, index) => ({ path: [target.name, 'path', index], file, mode: X_OK, fix: FOLDER })),
  ];
}

async function unreadableSecrets(
  inventory: Inventory,
  { name, secrets }: SystemEntry,
  env: NodeJS.ProcessEnv,
): Promise<readonly ConfigProblem[]> {
  const read = Object.entries(secrets).map(async ([secret, source]) => {
    const fault = await secretFault(source, env);
    return fault ? [inventory.problemAt(['systems', name, 'secrets', secret], fault)] : [];
  });
  return (await Promise.all(read)).flat();
}
