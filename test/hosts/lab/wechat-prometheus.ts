import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** Where the backend tells Prometheus how it is. */
export const METRICS_PATH = '/api/monitoring/prometheus';

const of = (query: string, below: number) => ({ base: 'PROMETHEUS', query, below });
const rate = (outcome: string) => `sum(rate(wishes_total{job="wechat-backend"${outcome}}[10s]))`;

/** S2.68 to S2.71 by their checks' ids, asked of Prometheus instead of the backend itself. */
const thresholds: Record<string, object> = {
  'error-rate': of(`${rate(',outcome="failed"')} / ${rate('')}`, 0.01),
  'response-time': of(
    'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="wechat-backend"}[10s])))',
    2,
  ),
  cpu: of('100 * rate(process_cpu_seconds_total{job="wechat-backend"}[10s])', 70),
  memory: of(
    '100 * process_resident_memory_bytes{job="wechat-backend"} / process_memory_limit_bytes{job="wechat-backend"}',
    80,
  ),
};

type Check = { id: string; http?: unknown; metric?: unknown };

/** Writes the product's plan with these thresholds into a folder. Returns how many checks now ask Prometheus. */
export function writePlanWithPrometheus(folder: string): number {
  const plan = parse(readFileSync(new URL('../../../plans/wechat-backend.yaml', import.meta.url), 'utf8'));
  plan.variables.PROMETHEUS = { 'zh-CN': 'Prometheus 地址', en: 'The address of Prometheus' };
  const schemes = Object.values<{ checks?: Check[] }>(plan.schemes);
  const checks: Check[] = [plan.checks, ...schemes.map((scheme) => scheme.checks ?? [])].flat();
  const changed = checks.filter(({ id, http }) => id in thresholds && http);
  for (const check of changed) {
    delete check.http;
    check.metric = thresholds[check.id];
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'wechat-backend.yaml'), stringify(plan, { aliasDuplicateObjects: false }));
  return changed.length;
}
