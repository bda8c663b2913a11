import { createTotals } from './totals.js';

const windowMs = 8_000;
/** What has not succeeded after this long has failed, as far as the user is concerned. */
const patienceMs = 3_000;
/** Fewer outcomes than this say nothing: a process that has just started is not known to be well. */
const enough = 2;
const memoryLimitBytes = 512 * 1024 * 1024;

/**
 * What users met in the last few seconds, and what this process uses. `error_rate` (null while
 * unknown), `cpu` and `memory` are shares from 0 to 1; what ends in `_percent` goes to 100.
 * `response_time_ms` is what 95 of 100 users waited at most.
 */
export function createMetrics() {
  let outcomes = [];
  let responses = [];
  const cpu = watchCpu();
  const totals = createTotals(memoryLimitBytes);

  return {
    /** Starts counting one thing a user wanted; it fails by itself when nobody says otherwise. */
    begin() {
      const outcome = { at: performance.now(), state: 'open' };
      outcomes.push(outcome);
      const end = (state) => {
        outcome.state = state;
        clearTimeout(giveUp);
        if (!outcome.isCounted) totals.ended(state);
        outcome.isCounted = true;
      };
      const giveUp = setTimeout(() => {
        outcome.isCounted = true;
        totals.ended('failed');
      }, patienceMs);
      giveUp.unref();
      return { succeeded: () => end('succeeded'), failed: () => end('failed') };
    },
    responded(ms) {
      responses.push({ at: performance.now(), ms });
      totals.responded(ms / 1_000);
    },
    read() {
      const now = performance.now();
      const isRecent = ({ at }) => now - at < windowMs;
      outcomes = outcomes.filter(isRecent);
      responses = responses.filter(isRecent);
      const p95 = percentile(responses, 0.95);
      const [cpuShare, memoryShare] = [cpu.share(), process.memoryUsage.rss() / memoryLimitBytes];
      return {
        window_s: windowMs / 1000,
        requests: responses.length,
        error_rate: errorRate(outcomes, now),
        p95_ms: p95,
        response_time_ms: p95,
        cpu: cpuShare,
        cpu_percent: round(cpuShare * 100, 1),
        memory: round(memoryShare, 3),
        memory_percent: round(memoryShare * 100, 1),
      };
    },
    exposition: totals.exposition,
  };
}

function errorRate(outcomes, now) {
  const decided = outcomes.filter(({ state, at }) => state !== 'open' || now - at > patienceMs);
  const failed = decided.filter(({ state }) => state !== 'succeeded');
  return decided.length < enough ? null : round(failed.length / decided.length, 3);
}

function percentile(responses, share) {
  const sorted = responses.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : round(sorted[Math.ceil(sorted.length * share) - 1], 1);
}

function watchCpu() {
  let last = { at: performance.now(), used: process.cpuUsage() };
  let share = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const used = process.cpuUsage(last.used);
    share = round((used.user + used.system) / 1_000 / (now - last.at), 3);
    last = { at: now, used: process.cpuUsage() };
  }, 1_000);
  timer.unref();
  return { share: () => share };
}

const round = (value, digits) => Number(value.toFixed(digits));
