import { readdir } from 'node:fs/promises';
import type { Fact } from '../system.js';
import type { WechatFiles } from './files.js';
import { lastDiagnosisWorked } from './users.js';

export type Flags = 'on' | 'partly on' | 'off' | 'none';

/** What is known about the backend without asking the bot. */
export type Observation = {
  /** Undefined while the API does not answer. */
  readonly version: string | undefined;
  readonly healthy: boolean;
  /** `none`: this version has no feature flags. */
  readonly flags: Flags;
  /** The outcome of the last synthetic user request. */
  readonly diagnosisWorks: boolean | undefined;
  /** A share from 0 to 1, over the last seconds; undefined while too few users have come to know. */
  readonly errorRate: number | undefined;
  readonly backups: number;
};

type Dashboard = {
  readonly version: string;
  readonly status: string;
  readonly metrics: { readonly error_rate: number | null };
};

export async function observe(url: string, files: WechatFiles): Promise<Observation> {
  const [dashboard, flags, names, diagnosisWorks] = await Promise.all([
    ask<Dashboard>(`${url}/api/monitoring/dashboard`),
    ask<{ flags: Record<string, boolean> }>(`${url}/api/admin/feature-flags`),
    readdir(files.backups),
    lastDiagnosisWorked(files.lastDiagnosis),
  ]);
  return {
    version: dashboard?.version,
    healthy: dashboard?.status === 'healthy' && diagnosisWorks === true,
    flags: flagsOf(flags?.flags),
    diagnosisWorks,
    errorRate: dashboard?.metrics.error_rate ?? undefined,
    backups: names.filter((name) => /^diagnosis_\d{8}_\d{6}\.db$/.test(name)).length,
  };
}

/** The observation as lines of the side panel. */
export function toSight(seen: Observation): { healthy: boolean; facts: Fact[] } {
  const { version, flags, diagnosisWorks, errorRate, backups } = seen;
  const percent = errorRate === undefined ? '—' : `${(errorRate * 100).toFixed(1)}%`;
  const diagnosis = diagnosisWorks === undefined ? '—' : diagnosisWorks ? '正常 / works' : '失败 / fails';
  const facts: Fact[] = [
    { label: '版本 / Version', value: version ?? '无响应 / no answer', ok: version !== undefined },
    { label: '诊断（模拟用户）/ Diagnosis (stand-in users)', value: diagnosis, ok: diagnosisWorks === true },
    { label: '错误率 / Error rate', value: percent, ok: errorRate !== undefined && errorRate < 0.01 },
    { label: 'v2 开关 / v2 flags', value: flagWords[flags], ok: flags === 'off' || flags === 'none' },
    { label: '备份 / Backups', value: `${backups}`, ok: backups > 0 },
  ];
  return { healthy: seen.healthy, facts };
}

const flagWords: Record<Flags, string> = {
  on: '开 / on',
  'partly on': '部分开 / partly on',
  off: '关 / off',
  none: '无 / none',
};

function flagsOf(flags: Record<string, boolean> | undefined): Flags {
  if (!flags) return 'none';
  const values = Object.values(flags);
  if (values.every((value) => value)) return 'on';
  return values.some((value) => value) ? 'partly on' : 'off';
}

async function ask<Answer>(url: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? ((await response.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}
