const bounds = [0.1, 0.25, 0.5, 1, 2, 5];

/** What users met since this process started, and what it uses, in the text that Prometheus reads. */
export function createTotals(memoryLimitBytes) {
  const outcomes = { succeeded: 0, failed: 0 };
  const within = bounds.map(() => 0);
  let [count, sum] = [0, 0];

  return {
    ended(outcome) {
      outcomes[outcome] += 1;
    },
    responded(seconds) {
      count += 1;
      sum += seconds;
      bounds.forEach((bound, index) => {
        if (seconds <= bound) within[index] += 1;
      });
    },
    exposition() {
      const { user, system } = process.cpuUsage();
      const duration = 'http_request_duration_seconds';
      const lines = [
        '# TYPE wishes_total counter',
        ...Object.entries(outcomes).map(([outcome, total]) => `wishes_total{outcome="${outcome}"} ${total}`),
        `# TYPE ${duration} histogram`,
        ...bounds.map((bound, index) => `${duration}_bucket{le="${bound}"} ${within[index]}`),
        `${duration}_bucket{le="+Inf"} ${count}`,
        `${duration}_sum ${sum}`,
        `${duration}_count ${count}`,
        '# TYPE process_cpu_seconds_total counter',
        `process_cpu_seconds_total ${(user + system) / 1_000_000}`,
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
        '# TYPE process_memory_limit_bytes gauge',
        `process_memory_limit_bytes ${memoryLimitBytes}`,
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}
