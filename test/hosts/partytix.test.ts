import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type HostStage, raiseHostStage } from './host-stage.js';
import { describeOnHost } from './needs.js';
import { cases, missingTool } from './partytix/cases.js';
import { begin, doByHand, newestCard, sayYes } from './partytix/roll-back.js';
import { prepareShop, type Shop } from './partytix/shop.js';
import { recordOf } from './story.js';

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
        if (each.byHand) await doByHand(stage, each.byHand.title, () => each.byHand?.act?.(shop));
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
  missingTool(),
);
