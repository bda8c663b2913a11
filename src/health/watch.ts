import { ok, type Result } from '../domain/result.js';
import type { Engine } from '../engine/engine.js';
import type { Clock, Deliveries } from '../engine/ports.js';
import { createHealth, type Health } from './health.js';
import { createHealthListener, type HealthListener, type Page } from './health-listener.js';
import { createMetrics, type Metrics } from './metrics.js';

/** What is looked at. */
export type Watched = {
  readonly app: { connected(): boolean; connections(): number };
  readonly engine: Pick<Engine, 'active'>;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
};

/** Health and metrics of the whole bot. */
export type Watch = {
  readonly metrics: Metrics;
  /** `/healthz` for an address that strangers reach: whether it is well, and nothing else. */
  readonly briefPage: { readonly path: string; answer(): Promise<{ readonly status: number; readonly body: object }> };
  /** Begins to look; before that the bot is starting, which is no health to speak of. */
  look(watched: Watched): void;
  /** Listens where it was told to, if anywhere. Fails with `port.unusable`. */
  start(): Promise<Result<void>>;
  stop(): Promise<void>;
};

export function createWatch(at: { readonly host: string; readonly port: number } | undefined): Watch {
  const metrics = createMetrics();
  let health: ReturnType<typeof createHealth> | undefined;
  const now = async (): Promise<Health | typeof STARTING> => health?.now() ?? STARTING;
  const listener: HealthListener | undefined = at && createHealthListener(at, pagesOf(metrics, now));
  return {
    metrics,
    briefPage: {
      path: '/healthz',
      async answer() {
        const { ok: isWell } = await now();
        return { status: isWell ? 200 : 503, body: { ok: isWell } };
      },
    },
    look({ app, engine, deliveries, clock }) {
      metrics.watch({ active: engine.active, connections: app.connections });
      // What is written for the test is forgotten with the deliveries of its time.
      const write = () => deliveries.isFirst(`health:${clock.now()}`, clock.now());
      health = createHealth({ connected: app.connected, write, openRuns: () => engine.active().length, clock });
    },
    start: async () => listener?.start() ?? ok(undefined),
    async stop() {
      health?.stop();
      await listener?.stop();
    },
  };
}

const STARTING = { ok: false, problems: ['starting'] } as const;

function pagesOf(metrics: Metrics, now: () => Promise<{ readonly ok: boolean }>) {
  return {
    '/healthz': async (): Promise<Page> => {
      const health = await now();
      return { status: health.ok ? 200 : 503, type: 'application/json', body: `${JSON.stringify(health)}\n` };
    },
    '/livez': async (): Promise<Page> => ({ status: 200, type: 'text/plain', body: 'ok\n' }),
    '/metrics': async (): Promise<Page> => ({ status: 200, ...(await metrics.page()) }),
  };
}
