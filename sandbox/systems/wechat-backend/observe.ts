import { readdir } from 'node:fs/promises';
import type { Ask } from '../ask.js';
import type { WechatFiles } from './files.js';
import { inspectCode } from './inspect-code.js';
import { lastOutcomes } from './users.js';

export type Flags = 'on' | 'partly on' | 'off' | 'none' | 'unknown';

/** What is known about the backend without asking the bot. */
export type Observation = {
  /** Undefined while the API does not answer. */
  readonly version: string | undefined;
  readonly healthy: boolean;
  /** `none`: this version has no feature flags; `unknown`: the API does not answer. */
  readonly flags: Flags;
  /** The outcome of the diagnosis that a stand-in user began last; undefined before the first. */
  readonly diagnosisWorks: boolean | undefined;
  /** Whether a report written long before the release said something to a stand-in user; undefined while the API is down. */
  readonly historicReport: boolean | undefined;
  /** A share from 0 to 1, over the last seconds; undefined while too few users have come to know. */
  readonly errorRate: number | undefined;
  /** Whether a file that git tracks was changed by hand on the server. */
  readonly localEdits: boolean;
  readonly backups: number;
};

/** Whether users meet what the bad release broke. */
export function isSeenBroken({ errorRate = 0, diagnosisWorks }: Observation): boolean {
  return errorRate > 0.5 && diagnosisWorks === false;
}

type Dashboard = {
  readonly version: string;
  readonly status: string;
  readonly error_rate: number | null;
};

/** Looks without taking part: what is asked here is not counted among the wishes of the users. */
export async function observe(ask: Ask, url: string, files: WechatFiles): Promise<Observation> {
  const [dashboard, flags, users, names, code] = await Promise.all([
    ask<Dashboard>(`${url}/api/monitoring/dashboard`),
    ask<{ flags: Record<string, boolean> }>(`${url}/api/admin/feature-flags`),
    lastOutcomes(files.lastOutcomes),
    readdir(files.backups).catch(() => []),
    inspectCode(files.app),
  ]);
  // What users met before the API went away says nothing about now: a diagnosis fails, and reports may be well.
  const diagnosisWorks = users.diagnosis && dashboard !== undefined && users.diagnosis.ok;
  const historicReport = dashboard && users.oldReport?.ok;
  return {
    version: dashboard?.version,
    healthy: dashboard?.status === 'healthy' && diagnosisWorks === true && historicReport === true,
    flags: dashboard ? flagsOf(flags?.flags) : 'unknown',
    diagnosisWorks,
    historicReport,
    errorRate: dashboard?.error_rate ?? undefined,
    localEdits: (code?.edited.length ?? 0) > 0,
    backups: names.filter((name) => /^diagnosis_\d{8}_\d{6}\.db$/.test(name)).length,
  };
}

function flagsOf(flags: Record<string, boolean> | undefined): Flags {
  if (!flags) return 'none';
  const values = Object.values(flags);
  if (values.every((value) => value)) return 'on';
  return values.some((value) => value) ? 'partly on' : 'off';
}
