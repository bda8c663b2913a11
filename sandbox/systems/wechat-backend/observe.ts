import { readdir } from 'node:fs/promises';
import type { Text } from '../../text.js';
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
  const diagnosis = diagnosisWorks === undefined ? '—' : diagnosisWorks ? works : fails;
  const facts: Fact[] = [
    { label: labels.version, value: version ?? noAnswer, ok: version !== undefined },
    { label: labels.diagnosis, value: diagnosis, ok: diagnosisWorks === true },
    { label: labels.errorRate, value: percent, ok: errorRate !== undefined && errorRate < 0.01 },
    { label: labels.flags, value: flagWords[flags], ok: flags === 'off' || flags === 'none' },
    { label: labels.backups, value: `${backups}`, ok: backups > 0 },
  ];
  return { healthy: seen.healthy && facts.every(({ ok }) => ok), facts };
}

const labels = {
  version: { 'zh-CN': '版本', en: 'Version' },
  diagnosis: { 'zh-CN': '诊断（模拟用户）', en: 'Diagnosis (stand-in users)' },
  errorRate: { 'zh-CN': '错误率', en: 'Error rate' },
  flags: { 'zh-CN': 'v2 开关', en: 'v2 flags' },
  backups: { 'zh-CN': '备份', en: 'Backups' },
};
const noAnswer = { 'zh-CN': '无响应', en: 'no answer' };
const works = { 'zh-CN': '可用', en: 'works' };
const fails = { 'zh-CN': '失败', en: 'fails' };

const flagWords: Record<Flags, Text> = {
  on: { 'zh-CN': '开', en: 'on' },
  'partly on': { 'zh-CN': '部分开', en: 'partly on' },
  off: { 'zh-CN': '关', en: 'off' },
  none: { 'zh-CN': '无', en: 'none' },
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
