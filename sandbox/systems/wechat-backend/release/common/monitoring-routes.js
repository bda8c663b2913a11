const degradedAbove = 0.05;

/** What the outside may ask about the service itself. */
export function monitoringRoutes({ version, metrics, redis, store }) {
  const read = () => ({ ...metrics.read(), db: store.state(), redis: redis.state() });
  return {
    'GET /api/version': () => ({ status: 200, body: { version } }),
    'GET /api/health'() {
      const now = read();
      return { status: 200, body: { status: healthOf(now), version, db: now.db, redis: now.redis } };
    },
    'GET /api/monitoring/metrics': () => ({ status: 200, body: read() }),
    // For Prometheus.
    'GET /api/monitoring/prometheus': () => ({ status: 200, text: metrics.exposition() }),
    'GET /api/monitoring/dashboard'() {
      const now = read();
      const { pid } = process;
      const { cpu_percent, memory_percent, response_time_ms, error_rate, db, redis } = now;
      const vitals = { cpu_percent, memory_percent, response_time_ms, error_rate, db, redis };
      return { status: 200, body: { status: healthOf(now), version, pid, ...vitals, metrics: now } };
    },
  };
}

function healthOf({ error_rate: errorRate, db, redis }) {
  if (db !== 'connected' || redis !== 'connected') return 'degraded';
  if (errorRate === null) return 'starting';
  return errorRate <= degradedAbove ? 'healthy' : 'degraded';
}
