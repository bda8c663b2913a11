import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileFault } from '../domain/file-fault.js';
import type { RoleHolders } from '../domain/system.js';
import { both, joined } from '../domain/text.js';
import { schemaProblems } from '../plan/schema-problems.js';
import { readYaml } from '../plan/yaml-source.js';
import { accountHere } from './account-here.js';
import type { ConfigProblem } from './config-problem.js';
import { contradictingConnections } from './connections.js';
import { badHostNames } from './host-names.js';
import type { Inventory, SecretSource, SystemEntry, TargetEntry } from './inventory.js';
import { inventorySchema, SYSTEM_KEYS, type WrittenInventory } from './inventory-schema.js';
import { type Outline, outlineOf, outlineOfInvalid } from './outline.js';

type WrittenSystem = WrittenInventory['systems'][string];
type WrittenTarget = WrittenSystem['targets'][string];

/** An inventory, or all that is wrong with it; then with its outline as far as it can be read. */
export type InventoryReading =
  | { readonly ok: true; readonly value: Inventory }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[]; readonly outline?: Outline };

/** Reads an inventory file. Paths in it are relative to the file itself. Problems name `file` as it was given. */
export async function readInventory(file: string): Promise<InventoryReading> {
  try {
    return parseInventory(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { ok: false, problems: [{ place: file, message: joined(fileFault(error), SET_CONFIG) }] };
  }
}

const SET_CONFIG = both(
  'set BACKOUT_CONFIG to the path of your backout.yaml',
  '请把 BACKOUT_CONFIG 设为您的 backout.yaml 的路径',
);

/** Reads an inventory's text, which stands at `file`. */
export function parseInventory(text: string, file: string): InventoryReading {
  const source = readYaml(text);
  const told = (problems: typeof source.problems) =>
    inOrder(problems).map(({ line, column, message }) => ({ place: `${file}:${line}:${column}`, message }));
  if (source.problems.length > 0) return { ok: false, problems: told(source.problems) };
  const problemAt: Inventory['problemAt'] = (path, message) => {
    const { line, column } = source.problemAt(path, message);
    return { place: `${file}:${line}:${column}`, message };
  };
  const folder = dirname(resolve(file));
  const parsed = inventorySchema.safeParse(source.value ?? {}, { reportInput: true });
  if (!parsed.success) {
    const problems = told(schemaProblems(inventorySchema, parsed.error, source));
    const outline = outlineOfInvalid(source.value, { folder, keys: SYSTEM_KEYS, problemAt });
    return { ok: false, problems, ...(outline && { outline }) };
  }
  const inventory = toInventory(parsed.data, folder, problemAt);
  const problems = [...badHostNames(parsed.data, problemAt), ...contradictingConnections(inventory)];
  return problems.length > 0 ? { ok: false, problems, outline: outlineOf(inventory) } : { ok: true, value: inventory };
}

function inOrder<T extends { readonly line: number; readonly column: number }>(problems: readonly T[]): readonly T[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

function toInventory(written: WrittenInventory, folder: string, problemAt: Inventory['problemAt']): Inventory {
  const { environment, language, journal, plans, certificates, slack } = written;
  return {
    environment,
    language,
    journalFile: resolve(folder, journal),
    plansFolder: resolve(folder, plans),
    ...(certificates === undefined ? {} : { certificatesFile: resolve(folder, certificates) }),
    slack: {
      ...(slack.team === undefined ? {} : { team: slack.team }),
      languages: mapValues(slack.channels, (spoken) => spoken.language),
    },
    systems: Object.entries(written.systems).map(([name, system]) => toSystem(name, system, language, folder)),
    problemAt,
  };
}

function toSystem(name: string, written: WrittenSystem, language: Inventory['language'], folder: string): SystemEntry {
  return {
    name,
    channels: written.channels,
    language: written.language ?? language,
    requesters: written.requesters,
    roles: mapValues(written.roles, toHolders),
    targets: Object.fromEntries(
      Object.entries(written.targets)
        .flatMap(([name, target]) => toTargets(name, target, folder))
        .map((target) => [target.name, target]),
    ),
    variables: written.variables,
    secrets: mapValues(written.secrets, (secret): SecretSource => {
      return 'file' in secret ? { file: resolve(folder, secret.file) } : secret;
    }),
  };
}

/** A group's hosts in their order, each with what the group says of all. */
function toTargets(name: string, written: WrittenTarget, folder: string): readonly TargetEntry[] {
  if (written.local || !written.hosts) return [toTarget(name, written, folder)];
  const { hosts, ...shared } = written;
  return Object.entries(hosts).map(([each, own]) => ({
    ...toTarget(each, { ...shared, ...own }, folder),
    group: name,
  }));
}

function toTarget(name: string, written: WrittenTarget, folder: string): TargetEntry {
  if (written.local) {
    const path = written.path.map((each) => resolve(folder, each));
    const home = written.home === undefined ? {} : { home: resolve(folder, written.home) };
    // Of an address there is only what people see; it has no port.
    return { name, host: 'localhost', port: 0, user: accountHere().name, local: true, path, ...home };
  }
  // The schema lets nothing through that lacks one of these.
  const { host = '', port = 22, user = '', key = '', knownHosts = '' } = written;
  return { name, host, port, user, keyFile: resolve(folder, key), knownHostsFile: resolve(folder, knownHosts) };
}

function toHolders(ids: readonly string[]): RoleHolders {
  const isGroup = (id: string) => id.startsWith('S');
  return { users: ids.filter((id) => !isGroup(id)), groups: ids.filter(isGroup) };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
