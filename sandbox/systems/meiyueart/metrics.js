const windowMs = 8_000;
/** Fewer answers than this say nothing: a process that has just started is not known to be well. */
const enough = 2;
const memoryLimitBytes = 512 * 1024 * 1024;

/** What users met in the last seconds and what this process uses; `error_rate` from 0 to 1, null while unknown. */
export function createMetrics() {
  let responses = [];
  let used = { at: performance.now(), cpu: process.cpuUsage(), percent: 0 };
  setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(used.cpu);
    used = { at: now, cpu: process.cpuUsage(), percent: (user + system) / 10 / (now - used.at) };
  }, 1_000).unref();

  return {
    responded(ms, ok) {
      responses.push({ at: performance.now(), ms, ok });
    },
    read() {
      const now = performance.now();
      responses = responses.filter(({ at }) => now - at < windowMs);
      const waits = responses.map(({ ms }) => ms).sort((one, other) => one - other);
      const failed = responses.filter(({ ok }) => !ok).length;
      return {
        window_s: windowMs / 1000,
        requests: responses.length,
        error_rate: responses.length < enough ? null : round(failed / responses.length, 3),
        latency_ms: waits.length === 0 ? 0 : round(waits[Math.ceil(waits.length * 0.95) - 1], 1),
        cpu_percent: round(used.percent, 1),
        memory_percent: round((process.memoryUsage.rss() / memoryLimitBytes) * 100, 1),
      };
    },
  };
}

const round = (value, digits) => Number(value.toFixed(digits));
