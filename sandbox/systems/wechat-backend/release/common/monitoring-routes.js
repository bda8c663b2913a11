const degradedAbove = 0.05;

/** What the outside may ask about the service itself. */
export function monitoringRoutes({ version, metrics, redis, store }) {
  const read = () => ({ ...metrics.read(), db: store.state(), redis: redis.state() });
  const health = (now) =>
    now.error_rate <= degradedAbove && now.db === 'connected' && now.redis === 'connected' ? 'healthy' : 'degraded';
  return {
    'GET /api/version': () => ({ status: 200, body: { version } }),
    'GET /api/health'() {
      const now = read();
      return { status: 200, body: { status: health(now), version, db: now.db, redis: now.redis } };
    },
    'GET /api/monitoring/metrics': () => ({ status: 200, body: read() }),
    'GET /api/monitoring/dashboard'() {
      const now = read();
      const { pid } = process;
      return { status: 200, body: { status: health(now), version, pid, metrics: now } };
    },
  };
}
