import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Box } from '../host/box.js';
import type { Language } from '../text.js';

/** What an operator knows of a system, whether its plan asks for it or not. */
export type Binding = {
  /** The plan's name, and its file's. */
  readonly name: string;
  readonly channel: string;
  readonly requesters: readonly string[];
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Hosts by the plan's names for them. */
  readonly targets: Readonly<Record<string, Box>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
};

type Inventory = {
  /** The bot's own directory. */
  readonly directory: string;
  readonly team: string;
  readonly language: Language;
  /** The folder of the plan files. */
  readonly plans: string;
  readonly bindings: readonly Binding[];
};

/**
 * Writes what an operator would write: `backout.yaml` with the keys, known_hosts and secrets beside it. A system whose
 * plan does not exist is left out, and so is whatever its plan does not declare: the bot refuses both. Returns its path.
 */
export async function writeInventory({ directory, team, language, plans, bindings }: Inventory): Promise<string> {
  const file = join(directory, 'backout.yaml');
  await mkdir(join(directory, 'data'), { recursive: true });
  const bound = bindings.filter(({ name }) => existsSync(join(plans, `${name}.yaml`)));
  const boxes = bindings.flatMap(({ targets }) => Object.values(targets));
  await writeFile(join(directory, 'known_hosts'), boxes.map(({ knownHosts }) => `${knownHosts}\n`).join(''));
  for (const box of boxes) await copyFile(box.clientKeyFile, join(directory, keyFileOf(box)));
  const secrets = bindings.flatMap((binding) => Object.entries(binding.secrets));
  for (const [name, value] of secrets) {
    await writeFile(join(directory, secretFileOf(name)), `${value}\n`, { mode: 0o600 });
  }
  const systems = Object.fromEntries(
    await Promise.all(bound.map(async (binding) => [binding.name, await systemEntry(binding, plans)])),
  );
  const journal = './data/backout.db';
  const inventory = { environment: 'sandbox', language, journal, plans, slack: { team }, systems };
  await writeFile(file, stringify(inventory));
  return file;
}

type Declared = Readonly<Record<'roles' | 'targets' | 'variables' | 'secrets', Record<string, unknown> | undefined>>;

async function systemEntry(binding: Binding, plans: string) {
  const plan = parse(await readFile(join(plans, `${binding.name}.yaml`), 'utf8')) as Declared;
  const declared = <Value>(kind: keyof Declared, values: Readonly<Record<string, Value>>) =>
    Object.entries(values).filter(([name]) => name in (plan[kind] ?? {}));
  const roles = Object.fromEntries(declared('roles', binding.roles));
  const targets = declared('targets', binding.targets).map(([name, box]) => [name, connectionTo(box)]);
  const secrets = declared('secrets', binding.secrets).map(([name]) => [name, { file: `./${secretFileOf(name)}` }]);
  return {
    channels: [binding.channel],
    requesters: binding.requesters.filter((role) => role in roles),
    roles,
    targets: Object.fromEntries(targets),
    variables: Object.fromEntries(declared('variables', binding.variables)),
    secrets: Object.fromEntries(secrets),
  };
}

function connectionTo(box: Box) {
  const { host, port, user } = box;
  return { host, port, user, key: `./${keyFileOf(box)}`, knownHosts: './known_hosts' };
}

const keyFileOf = ({ name }: Box) => `id_ed25519-${name}`;
/** `ADMIN_KEY` lies in `admin-key`. */
const secretFileOf = (name: string) => name.toLowerCase().replaceAll('_', '-');
