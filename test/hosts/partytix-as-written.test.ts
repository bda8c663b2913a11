import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type HostStage, raiseHostStage } from './host-stage.js';
import { describeOnHost } from './needs.js';
import { asWritten } from './partytix/as-written.js';
import { cases, missingTool } from './partytix/cases.js';
import { begin, doByHand, newestCard, sayYes } from './partytix/roll-back.js';
import { prepareShop, type Shop } from './partytix/shop.js';
import { endAsFailed } from './story.js';

const wholePlan = new URL('../../plans/partytix.yaml', import.meta.url);
/** What a run says that did not heal: most end at the verification. */
const ENDS: Readonly<Record<string, string>> = {
  '6': 'A step failed',
  '7': 'A step failed',
  zero: 'put back as it was',
};

describeOnHost(
  'the plan of Partytix in the words of its document',
  () => {
    let stage: HostStage;
    let shop: Shop;

    beforeAll(async () => {
      stage = await raiseHostStage(async (place) => {
        const plans = join(place.root, 'plans');
        mkdirSync(plans);
        writeFileSync(join(plans, 'partytix.yaml'), asWritten(readFileSync(wholePlan, 'utf8')));
        const prepared = await prepareShop(place, plans);
        shop = prepared.shop;
        return prepared.entry;
      });
    }, 120_000);
    afterAll(() => stage?.close(), 60_000);
    beforeEach(() => shop.heal(), 60_000);

    describe.each(cases)('scheme $scheme', (each) => {
      test('heals nothing, and is told so', async () => {
        await each.break(shop);
        await waitUntil(async () => !(await each.works(shop)), { what: 'users to see it broken', timeoutMs: 15_000 });
        await begin(stage, each.scheme, each.severity);
        if (each.byHand) await doByHand(stage, each.byHand.title, () => each.byHand?.act?.(shop));
        const end = ENDS[each.scheme] ?? 'Verification failed';
        if (end !== 'A step failed') await sayYes(stage, each);
        await newestCard(stage, end);
        expect(await each.works(shop)).toBe(false);
        if (each.scheme !== 'zero') await endAsFailed(stage);
      }, 180_000);
    });
  },
  missingTool(),
);
