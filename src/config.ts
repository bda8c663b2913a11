import { readFile } from 'node:fs/promises';
import type { ConfigProblem, Reading } from './config/config-problem.js';
import { environmentsOf } from './config/connections.js';
import type { Inventory } from './config/inventory.js';
import { planProblemsOf } from './config/load-systems.js';
import { outlineOf } from './config/outline.js';
import { readInventory } from './config/read-inventory.js';
import { secretsFrom } from './config/secrets.js';
import { LOG_LEVELS, type LogLevel, readSlackAccess, type SlackAccess } from './config/slack-access.js';
import type { Secrets } from './engine/ports.js';

/** Everything the bot is told from outside. */
export type Config = Omit<Inventory, 'slack'> & {
  readonly slack: SlackAccess & Inventory['slack'];
  /** PEM certificates to trust beside the public ones in HTTP checks. */
  readonly certificates?: string;
  readonly logLevel: LogLevel;
};

/**
 * Reads the environment and the inventory it points to. Everything that is wrong is reported at once, with what does not
 * fit the plans.
 */
export async function readConfig(env: NodeJS.ProcessEnv = process.env): Promise<Reading<Config>> {
  const access = readSlackAccess(env);
  const logLevel = readLogLevel(env);
  const inventory = await readInventory(inventoryFile(env));
  const certificates = inventory.ok ? await readCertificates(inventory.value) : inventory;
  if (access.ok && logLevel.ok && inventory.ok && certificates.ok) {
    const slack = { ...access.value, ...inventory.value.slack };
    return { ok: true, value: { ...inventory.value, ...certificates.value, slack, logLevel: logLevel.value } };
  }
  const unread = inventory.ok ? certificates : inventory;
  const outline = inventory.ok ? outlineOf(inventory.value) : inventory.outline;
  const problems = [access, logLevel, unread].flatMap((part): readonly ConfigProblem[] =>
    part.ok ? [] : part.problems,
  );
  return { ok: false, problems: [...problems, ...(outline ? await planProblemsOf(outline) : [])] };
}

/** Path of the inventory: `BACKOUT_CONFIG`, else `backout.yaml` in the working directory. */
export function inventoryFile(env: NodeJS.ProcessEnv = process.env): string {
  return env.BACKOUT_CONFIG || 'backout.yaml';
}

/** The secrets that the inventory names, from files and from the bot's own environment. */
export function createSecrets(config: Pick<Inventory, 'systems'>, env: NodeJS.ProcessEnv = process.env): Secrets {
  return secretsFrom(config, env);
}

/** What steps on local targets find in their environment. None of the bot's own variables beyond PATH, LANG and TMPDIR. */
export function createEnvironments(
  config: Pick<Inventory, 'systems'>,
  env: NodeJS.ProcessEnv = process.env,
): ReturnType<typeof environmentsOf> {
  return environmentsOf(config, env);
}

function readLogLevel(env: NodeJS.ProcessEnv): Reading<LogLevel> {
  const level = LOG_LEVELS.find((known) => known === (env.LOG_LEVEL || 'info'));
  if (level) return { ok: true, value: level };
  return { ok: false, problems: [{ place: 'LOG_LEVEL', message: `must be one of ${LOG_LEVELS.join(', ')}` }] };
}

async function readCertificates(inventory: Inventory): Promise<Reading<{ readonly certificates?: string }>> {
  const file = inventory.certificatesFile;
  if (file === undefined) return { ok: true, value: {} };
  try {
    return { ok: true, value: { certificates: await readFile(file, 'utf8') } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [inventory.problemAt(['certificates'], `cannot be read: ${why}`)] };
  }
}
