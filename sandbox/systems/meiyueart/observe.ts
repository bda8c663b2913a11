import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ask } from '../ask.js';
import type { Program } from '../findings.js';
import { supervisorWord } from '../managers/supervisorctl.js';
import { type Content, type RouteFile, recognise, routeFiles, type WebFiles } from './files.js';

/** What is known about the admin backend without asking the bot. */
export type Observation = {
  /** supervisor's word: RUNNING, BACKOFF, FATAL, STOPPED, STARTING. */
  readonly program: string;
  /** What `GET /api/health` says; undefined while nothing answers. */
  readonly health: string | undefined;
  /** The program runs, and its users can log in, see the referrer and change their password. */
  readonly healthy: boolean;
  /** What is in each file on the server now, whatever the running program has read. */
  readonly files: Readonly<Record<RouteFile, { readonly content: Content; readonly digest: string }>>;
  /** What a stand-in user met last; undefined before the first. */
  readonly loginWorks: boolean | undefined;
  readonly referrerShown: boolean | undefined;
  readonly passwordWorks: boolean | undefined;
  readonly errorRate: number | undefined;
  readonly latencyMs: number | undefined;
  /** Backup folders with both files, neither of them empty, whatever their age. */
  readonly usableBackups: number;
};

/** Whether users meet what the bad release broke. */
export function isSeenBroken({ referrerShown, passwordWorks }: Observation): boolean {
  return referrerShown === false && passwordWorks === false;
}

type Visit = { readonly login?: boolean; readonly referrer?: boolean; readonly password?: boolean };

export async function observe(
  ask: Ask,
  url: string,
  files: WebFiles,
  service: Program['service'],
): Promise<Observation> {
  const [health, metrics, visit, usableBackups, userSystem, changePassword] = await Promise.all([
    ask<{ status: string }>(`${url}/api/health`),
    ask<{ error_rate: number | null; latency_ms: number }>(`${url}/api/monitoring/metrics`),
    lastVisit(files.lastVisit),
    countUsable(files.backups),
    recognise(files.routes, 'user_system.py'),
    recognise(files.routes, 'change_password.py'),
  ]);
  const program = supervisorWord(service.look().phase);
  const users = { loginWorks: visit.login, referrerShown: visit.referrer, passwordWorks: visit.password };
  return {
    ...{ program, health: health?.status, ...users, usableBackups },
    healthy: program === 'RUNNING' && health?.status === 'healthy' && Object.values(users).every((works) => works),
    files: { 'user_system.py': userSystem, 'change_password.py': changePassword },
    errorRate: metrics?.error_rate ?? undefined,
    latencyMs: metrics?.latency_ms,
  };
}

async function lastVisit(file: string): Promise<Visit> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Visit;
  } catch {
    return {};
  }
}

async function countUsable(directory: string): Promise<number> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => /^\d{8}_\d{6}$/.test(name));
  const usable = await Promise.all(names.map((name) => isComplete(join(directory, name))));
  return usable.filter(Boolean).length;
}

async function isComplete(backup: string): Promise<boolean> {
  const sizes = await Promise.all(
    routeFiles.map((file) =>
      stat(join(backup, file)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.every((size) => size > 0);
}
