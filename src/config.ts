import { readFile } from 'node:fs/promises';
import type { ConfigProblem, Reading } from './config/config-problem.js';
import { environmentsOf } from './config/connections.js';
import { environmentHere, inventoryFile } from './config/environment.js';
import type { Inventory } from './config/inventory.js';
import { type ListenAt, readListenAt } from './config/listen-at.js';
import { planProblemsOf } from './config/load-systems.js';
import { outlineOf } from './config/outline.js';
import { readInventory } from './config/read-inventory.js';
import { withSecretFiles } from './config/secret-files.js';
import { secretsFrom } from './config/secrets.js';
import { LOG_LEVELS, type LogLevel, readSlackAccess, type SlackAccess } from './config/slack-access.js';
import { fileFault } from './domain/file-fault.js';
import { both, joined } from './domain/text.js';
import type { Secrets } from './engine/ports.js';

/** Everything the bot is told from outside. */
export type Config = Omit<Inventory, 'slack'> & {
  readonly slack: SlackAccess & Inventory['slack'];
  /** PEM certificates to trust beside the public ones in HTTP checks. */
  readonly certificates?: string;
  readonly logLevel: LogLevel;
  /** Where health and metrics are told; nowhere without it. */
  readonly healthAt?: ListenAt;
};

/**
 * Reads the environment and the inventory it points to. Everything that is wrong is reported at once, with what does not
 * fit the plans.
 */
export async function readConfig(env: NodeJS.ProcessEnv = environmentHere()): Promise<Reading<Config>> {
  const told = await withSecretFiles(env);
  const access = told.ok ? readSlackAccess(told.value) : told;
  const process = readProcess(env);
  const inventory = await readInventory(inventoryFile(env));
  const certificates = inventory.ok ? await readCertificates(inventory.value) : inventory;
  if (access.ok && process.ok && inventory.ok && certificates.ok) {
    const slack = { ...access.value, ...inventory.value.slack };
    return { ok: true, value: { ...inventory.value, ...certificates.value, ...process.value, slack } };
  }
  const unread = inventory.ok ? certificates : inventory;
  const outline = inventory.ok ? outlineOf(inventory.value) : inventory.outline;
  const problems = [access, process, unread].flatMap((part): readonly ConfigProblem[] =>
    part.ok ? [] : part.problems,
  );
  return { ok: false, problems: [...problems, ...(outline ? await planProblemsOf(outline) : [])] };
}

/** The secrets that the inventory names, from files and from the bot's own environment. */
export function createSecrets(config: Pick<Inventory, 'systems'>, env: NodeJS.ProcessEnv = environmentHere()): Secrets {
  return secretsFrom(config, env);
}

/** What steps on local targets find in their environment. None of the bot's own variables beyond PATH, LANG and TMPDIR. */
export function createEnvironments(
  config: Pick<Inventory, 'systems'>,
  env: NodeJS.ProcessEnv = environmentHere(),
): ReturnType<typeof environmentsOf> {
  return environmentsOf(config, env);
}

/** How the process itself behaves. */
function readProcess(env: NodeJS.ProcessEnv): Reading<Pick<Config, 'logLevel' | 'healthAt'>> {
  const logLevel = LOG_LEVELS.find((known) => known === (env.LOG_LEVEL || 'info'));
  const healthAt = env.BACKOUT_LISTEN ? readListenAt(env.BACKOUT_LISTEN, '127.0.0.1') : undefined;
  const problems: ConfigProblem[] = [];
  const logLevels = both(`must be one of ${LOG_LEVELS.join(', ')}`, `只能是：${LOG_LEVELS.join(', ')}`);
  if (!logLevel) problems.push({ place: 'LOG_LEVEL', message: logLevels });
  if (env.BACKOUT_LISTEN && !healthAt) {
    problems.push({
      place: 'BACKOUT_LISTEN',
      message: both(
        'must be a port, e.g. 9464, or an address with one, e.g. 127.0.0.1:9464',
        '必须是端口，例如 9464，或带端口的地址，例如 127.0.0.1:9464',
      ),
    });
  }
  if (!logLevel || problems.length > 0) return { ok: false, problems };
  return { ok: true, value: { logLevel, ...(healthAt ? { healthAt } : {}) } };
}

async function readCertificates(inventory: Inventory): Promise<Reading<{ readonly certificates?: string }>> {
  const file = inventory.certificatesFile;
  if (file === undefined) return { ok: true, value: {} };
  try {
    return { ok: true, value: { certificates: await readFile(file, 'utf8') } };
  } catch (error) {
    const message = joined(
      fileFault(error, file),
      both('put it there, or correct the path', '请把文件放到该处，或改正路径'),
    );
    return { ok: false, problems: [inventory.problemAt(['certificates'], message)] };
  }
}
