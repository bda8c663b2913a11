import { spawnSync } from 'node:child_process';
import type { Shop } from './shop.js';

/** A procedure of the document: what breaks, and how users see that it works again. */
export type Case = {
  readonly scheme: string;
  readonly severity: string;
  /** What the document's list of questions to people is answered by a check. */
  readonly machine?: readonly string[];
  /** A step that a person does, and what that does to the shop. */
  readonly byHand?: { readonly title: string; act?(shop: Shop): void };
  break(shop: Shop): unknown;
  /** Whether users can do again what they could not, seen from outside. */
  works(shop: Shop): Promise<boolean>;
};

const health = async (shop: Shop) => (await shop.ask('/health')).status === 200;

export const cases: readonly Case[] = [
  {
    ...{ scheme: '1', severity: 'HIGH1' },
    async break(shop) {
      shop.setEnv({ SUPABASE_URL: 'https://bad.supabase' });
      await shop.release({ database: false });
    },
    works: health,
  },
  {
    ...{ scheme: '2', severity: 'HIGH2' },
    byHand: { title: "Clear the clients' storage (localStorage)" },
    async break(shop) {
      shop.setEnv({ JWT_SECRET: 'new', JWT_EXPIRES_IN: '1s' });
      await shop.must('docker-compose up -d');
    },
    works: async (shop) => (await shop.ask('/v1/auth/login', 'POST')).status === 200,
  },
  {
    ...{ scheme: '3', severity: 'HIGH2' },
    async break(shop) {
      shop.setEnv({ STRIPE_SECRET_KEY: 'new', STRIPE_WEBHOOK_SECRET: 'new' });
      await shop.must('docker-compose up -d');
    },
    works: async (shop) =>
      (await shop.ask('/v1/payments/checkout', 'POST')).status === 200 &&
      (await shop.ask('/v1/webhooks/stripe/status')).status === 200,
  },
  {
    ...{ scheme: '4', severity: 'MEDIUM1' },
    // The frontend that is deployed speaks version 2, and the API of the release does not.
    break: (shop) => shop.release({ api: 3 }),
    works: async (shop) => (await shop.ask('/v1/events')).body.api === 1,
  },
  {
    ...{ scheme: '5', severity: 'MEDIUM2', machine: ['performance'] },
    break: (shop) => shop.release({ slow: 'always' }),
    works: async (shop) => (await shop.ask('/health')).body.version === '1.0.0',
  },
  {
    ...{ scheme: '6', severity: 'MEDIUM1', machine: ['data'] },
    byHand: { title: 'Make a backup before the repair' },
    break: (shop) => shop.write('app/data/orders.json', '{"orders":[1,2],"total":30}'),
    works: async (shop) =>
      JSON.parse(shop.read('app/data/orders.json')).total === 3 &&
      (await shop.ask('/v1/orders', 'POST')).status === 201,
  },
  {
    ...{ scheme: '7', severity: 'LOW' },
    async break(shop) {
      shop.write('app/.env.local', 'SESSION_STORE=wrong\n');
      await shop.must('docker-compose up -d --force-recreate');
    },
    works: health,
  },
  {
    ...{ scheme: '8', severity: 'LOW' },
    byHand: {
      title: 'Adjust the thresholds',
      act: (shop) => shop.write('app/monitoring/prometheus.yml', 'error_rate_above: 0.05\n'),
    },
    async break(shop) {
      shop.write('app/monitoring/prometheus.yml', 'error_rate_above: 0.01\n');
      await shop.must('docker-compose restart monitoring');
    },
    works: async (shop) => (await shop.sh('npm run test:alerts')).code === 0,
  },
  {
    ...{ scheme: 'stop', severity: 'HIGH1' },
    break: (shop) => shop.release({ database: false }),
    works: health,
  },
  {
    ...{ scheme: 'zero', severity: 'HIGH1' },
    // The folder that images are built in stands at the release that failed.
    async break(shop) {
      await shop.must('git commit -q --allow-empty -m v2');
      shop.cluster.reset();
    },
    works: async ({ cluster }) => (await fetch(`${cluster.webUrl}/health`)).status === 200,
  },
];

/** The first of the tools that is not here. */
export function missingTool(): string | undefined {
  return ['dockerd', 'docker-compose', 'kubectl'].find((tool) => spawnSync('which', [tool]).status !== 0);
}
