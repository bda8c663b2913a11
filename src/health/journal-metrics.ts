import { Histogram, type Registry } from 'prom-client';
import type { Journal } from '../engine/ports.js';

/** The same journal, its appends timed until they are durable. */
export function timeAppends(registry: Registry): (journal: Journal) => Journal {
  const seconds = new Histogram({
    name: 'backout_journal_append_seconds',
    help: 'How long an event took to be durable, by outcome.',
    labelNames: ['outcome'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  return (journal) => ({
    ...journal,
    async append(...event) {
      const stop = seconds.startTimer();
      try {
        const stored = await journal.append(...event);
        stop({ outcome: stored === 'conflict' ? stored : stored.ok ? 'written' : stored.failure.code });
        return stored;
      } catch (error) {
        stop({ outcome: 'unknown' });
        throw error;
      }
    },
  });
}
