import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import type { Box } from '../host/box.js';
import type { WechatBackend } from '../systems/wechat-backend/start.js';
import type { Language } from '../text.js';

const plans = fileURLToPath(new URL('../../plans', import.meta.url));

/** Writes what an operator would write: `backout.yaml` with the key, known_hosts and secret beside it. Returns its path. */
export async function writeInventory(
  directory: string,
  team: string,
  box: Box,
  system: WechatBackend,
  language: Language,
): Promise<string> {
  const file = join(directory, 'backout.yaml');
  await mkdir(join(directory, 'data'), { recursive: true });
  await copyFile(box.clientKeyFile, join(directory, 'id_ed25519'));
  await writeFile(join(directory, 'known_hosts'), `${box.knownHosts}\n`);
  await writeFile(join(directory, 'admin-key'), `${system.adminKey}\n`, { mode: 0o600 });
  const inventory = {
    environment: 'sandbox',
    language,
    journal: './data/backout.db',
    plans,
    slack: { team },
    systems: { [system.name]: await systemEntry(box, system) },
  };
  await writeFile(file, stringify(inventory));
  return file;
}

async function systemEntry({ host, port, user }: Box, system: WechatBackend) {
  return {
    channels: ['C0INCIDENT'],
    requesters: ['ops-lead', 'backend-lead'],
    roles: { cto: ['U0ZHANG3'], 'tech-director': ['U0LI4'], 'backend-lead': ['U0WANG5'], 'ops-lead': ['U0ZHAO6'] },
    targets: { app: { host, port, user, key: './id_ed25519', knownHosts: './known_hosts' } },
    variables: await variablesOf(system),
    secrets: { ADMIN_KEY: { file: './admin-key' } },
  };
}

/** The values of the variables that the system's plan declares; the bot refuses others. */
async function variablesOf({ name, url, files }: WechatBackend): Promise<Record<string, string>> {
  const plan = parse(await readFile(join(plans, `${name}.yaml`), 'utf8')) as { variables: Record<string, unknown> };
  const values = {
    API: url,
    ADMIN_API: url,
    BACKUP_DIR: files.backups,
    APP_DIR: files.app,
    DATABASE: files.database,
    ERROR_LOG: files.errorLog,
  };
  return Object.fromEntries(Object.entries(values).filter(([variable]) => variable in plan.variables));
}
