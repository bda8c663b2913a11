import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type HostStage, raiseHostStage } from './host-stage.js';
import { describeOnHost } from './needs.js';
import { begin, newestCard, sayYes } from './partytix/roll-back.js';
import { prepareShop, type Shop } from './partytix/shop.js';
import { recordOf } from './story.js';

type Case = {
  readonly scheme: string;
  readonly severity: string;
  readonly own?: readonly string[];
  readonly machine?: readonly string[];
  break(shop: Shop): unknown;
  /** Whether users can do again what they could not, seen from outside. */
  works(shop: Shop): Promise<boolean>;
};

const health = async (shop: Shop) => (await shop.ask('/health')).status === 200;

const cases: readonly Case[] = [
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
    own: ["Users were asked to clear their browser's storage (localStorage.clear())"],
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
    ...{ scheme: 'stop', severity: 'HIGH1' },
    break: (shop) => shop.release({ database: false }),
    works: health,
  },
  {
    ...{ scheme: 'zero', severity: 'HIGH1' },
    break: (shop) => shop.cluster.reset(),
    works: async ({ cluster }) => (await fetch(`${cluster.webUrl}/health`)).status === 200,
  },
];

const missing = ['dockerd', 'docker-compose', 'kubectl'].filter((tool) => spawnSync('which', [tool]).status !== 0);

describeOnHost(
  'the plan of Partytix, with real docker-compose on a real OpenSSH host',
  () => {
    let stage: HostStage;
    let shop: Shop;

    beforeAll(async () => {
      stage = await raiseHostStage(async (place) => {
        const prepared = await prepareShop(place, fileURLToPath(new URL('../../plans', import.meta.url)));
        shop = prepared.shop;
        return prepared.entry;
      });
    }, 120_000);
    afterAll(() => stage?.close(), 60_000);
    beforeEach(() => shop.heal(), 60_000);

    describe.each(cases)('scheme $scheme', (each) => {
      test('heals what was broken and files the record', async () => {
        await each.break(shop);
        await waitUntil(async () => !(await each.works(shop)), { what: 'users to see it broken', timeoutMs: 15_000 });
        await begin(stage, each.scheme, each.severity);
        await sayYes(stage, each);
        const closed = await newestCard(stage, 'Rollback succeeded');
        expect(await each.works(shop)).toBe(true);
        const record = await recordOf(stage, closed);
        for (const secret of ['good-role-key', 'good-jwt-secret', 'good-stripe-key', 'good-webhook-secret']) {
          expect(record).not.toContain(secret);
        }
      }, 180_000);
    });
  },
  missing,
);
