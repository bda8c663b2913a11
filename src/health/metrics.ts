import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { RunState } from '../run/state.js';
import { countDeliveries } from './delivery-metrics.js';
import { countHostCalls } from './host-metrics.js';
import { timeAppends } from './journal-metrics.js';
import { countRuns } from './run-metrics.js';
import { countSlackCalls } from './slack-metrics.js';

/** What is read at the moment somebody looks. */
export type MetricSources = { readonly active: () => readonly RunState[]; readonly connections: () => number };

/** What Prometheus is told. No label holds a person, a run or a text: there are as many series as systems, targets and codes. */
export type Metrics = {
  readonly run: ReturnType<typeof countRuns>;
  readonly journal: ReturnType<typeof timeAppends>;
  readonly remote: ReturnType<typeof countHostCalls>;
  readonly slackCalls: ReturnType<typeof countSlackCalls>;
  readonly deliveries: ReturnType<typeof countDeliveries>;
  watch(sources: MetricSources): void;
  /** Prometheus' text format, and its content type. */
  page(): Promise<{ readonly type: string; readonly body: string }>;
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    run: countRuns(registry),
    journal: timeAppends(registry),
    remote: countHostCalls(registry),
    slackCalls: countSlackCalls(registry),
    deliveries: countDeliveries(registry),
    watch: (sources) => watch(registry, sources),
    page: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}

function watch(registry: Registry, { active, connections }: MetricSources): void {
  const registers = [registry];
  new Gauge({
    name: 'backout_runs_open',
    help: 'Runs that are not closed, by system and phase.',
    labelNames: ['system', 'phase'],
    registers,
    collect() {
      this.reset();
      for (const { phase, request } of active()) this.inc({ system: request.plan.name, phase });
    },
  });
  new Gauge({
    name: 'backout_slack_connections',
    help: 'Open Socket Mode connections; in HTTP mode 1 while requests are taken.',
    registers,
    collect() {
      this.set(connections());
    },
  });
}
