import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { peakMemory } from '../bot/deliver.js';
import { type BenchSystem, raiseBot } from '../bot/stage.js';
import { ms, type Row, within } from '../row.js';
import { median, percentile } from '../statistics.js';

const RUNS = 50;

/** Fifty rollbacks of seven steps that are approved at one moment, each on a real OpenSSH server of its own. */
export const manyRuns: Row = {
  id: 'many-runs',
  hosts: RUNS,
  async measure({ farm, note }) {
    const stage = await raiseBot(
      farm,
      farm.hosts.slice(0, RUNS).map((host) => ({ host, port: host.port })),
    );
    try {
      const before = stage.systems.map((system) => ({ first: system.first().length, last: system.last().length }));
      // One after the other: they are one person's, who has one dialog open at a time.
      for (const system of stage.systems) await system.request();
      note(`${RUNS} requests wait for their decision; the bot's peak is ${peakMemory(stage.pid).toFixed(0)} MB`);
      // What the bot still edits in Slack is over, as it is for people who read before they decide.
      await pause(5_000);
      const clicks = await Promise.all(stage.systems.map((system) => system.approve()));
      const ends = (of: 'first' | 'last') => (system: BenchSystem, index: number) =>
        system[of]().length > (before[index]?.[of] ?? 0);
      await waitUntil(() => stage.systems.every(ends('last')), {
        what: 'every last step',
        timeoutMs: 120_000,
        everyMs: 250,
      });
      const since = (of: 'first' | 'last') =>
        stage.systems.map(
          (system, index) => (system[of]().at(-1) ?? Number.NaN) - (clicks[index]?.clickedAt ?? Number.NaN),
        );
      const [first, last] = [since('first'), since('last')];
      for (const system of stage.systems) await system.closed(1);
      const memory = peakMemory(stage.pid);
      const p95 = percentile(first, 0.95);
      note(
        `first step: median ${ms(median(first))}, last ${ms(Math.max(...first))}; all seven: median ${ms(median(last))}`,
      );
      const title = `${RUNS} runs of 7 steps at once on ${RUNS} OpenSSH servers`;
      return [
        within(`${title}: click to first step, p95`, ms(p95), '< 2 s', p95 < 2_000),
        within(`${title}: the bot's peak memory`, `${memory.toFixed(0)} MB`, '< 300 MB', memory < 300),
      ];
    } finally {
      await stage.close();
    }
  },
};
