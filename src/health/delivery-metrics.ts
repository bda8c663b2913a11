import { Counter, Histogram, type Registry } from 'prom-client';
import type { Milliseconds } from '../domain/time.js';

/** Counts what Slack delivers and how long it waits for an acknowledgement; after 3 s people see a warning. */
export function countDeliveries(registry: Registry) {
  const registers = [registry];
  const heard = new Counter({
    name: 'backout_slack_deliveries_total',
    help: 'What Slack delivered, by kind.',
    labelNames: ['kind'],
    registers,
  });
  const acks = new Histogram({
    name: 'backout_slack_ack_seconds',
    help: 'From a delivery to its acknowledgement, by kind.',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  return {
    heard: (kind: string) => heard.inc({ kind }),
    acknowledged: (kind: string, after: Milliseconds) => acks.observe({ kind }, after / 1_000),
  };
}
