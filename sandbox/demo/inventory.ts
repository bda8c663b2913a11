import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Language } from '../text.js';

/** A host and the account that the bot logs in with. */
export type Login = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly clientKeyFile: string;
  /** A known_hosts line. */
  readonly knownHosts: string;
};

/** What an operator knows of a system, whether its plan asks for it or not. */
export type Binding = {
  /** The plan's name, and its file's. */
  readonly name: string;
  readonly channel: string;
  readonly requesters: readonly string[];
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Hosts by the plan's names for them. */
  readonly targets: Readonly<Record<string, Login>>;
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
  /** PEM file of an authority that signed the systems' certificates, beside those that every machine trusts. */
  readonly certificates?: string | undefined;
};

/**
 * Writes what an operator would write: `backout.yaml` with the keys, known_hosts and secrets beside it. A system whose
 * plan does not exist is left out, and so is whatever its plan does not declare: the bot refuses both. Returns its path.
 */
export async function writeInventory(inventory: Inventory): Promise<string> {
  const { directory, team, language, plans, bindings, certificates } = inventory;
  const file = join(directory, 'backout.yaml');
  await mkdir(join(directory, 'data'), { recursive: true });
  const bound = bindings.filter(({ name }) => existsSync(join(plans, `${name}.yaml`)));
  const logins = bindings.flatMap(({ targets }) => Object.values(targets));
  await writeFile(join(directory, 'known_hosts'), logins.map(({ knownHosts }) => `${knownHosts}\n`).join(''));
  for (const login of logins) await copyFile(login.clientKeyFile, join(directory, keyFileOf(login)));
  const secrets = bindings.flatMap((binding) => Object.entries(binding.secrets));
  for (const [name, value] of secrets) {
    await writeFile(join(directory, secretFileOf(name)), `${value}\n`, { mode: 0o600 });
  }
  const systems = Object.fromEntries(
    await Promise.all(bound.map(async (binding) => [binding.name, await systemEntry(binding, plans)])),
  );
  const journal = './data/backout.db';
  const general = { environment: 'sandbox', language, journal, plans, slack: { team } };
  await writeFile(file, stringify({ ...general, ...(certificates && { certificates }), systems }));
  return file;
}

type Declared = Readonly<Record<'roles' | 'targets' | 'variables' | 'secrets', Record<string, unknown> | undefined>>;

async function systemEntry(binding: Binding, plans: string) {
  const plan = parse(await readFile(join(plans, `${binding.name}.yaml`), 'utf8')) as Declared;
  const declared = <Value>(kind: keyof Declared, values: Readonly<Record<string, Value>>) =>
    Object.entries(values).filter(([name]) => name in (plan[kind] ?? {}));
  const roles = Object.fromEntries(declared('roles', binding.roles));
  const targets = declared('targets', binding.targets).map(([name, login]) => [name, connectionTo(login)]);
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

function connectionTo(login: Login) {
  const { host, port, user } = login;
  return { host, port, user, key: `./${keyFileOf(login)}`, knownHosts: './known_hosts' };
}

const keyFileOf = ({ name }: Login) => `id_ed25519-${name}`;
/** `ADMIN_KEY` lies in `admin-key`. */
const secretFileOf = (name: string) => name.toLowerCase().replaceAll('_', '-');
