import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { type HostStage, raiseHostStage } from '../host-stage.js';
import type { Case } from './cases.js';
import { begin, doByHand } from './roll-back.js';
import { prepareShop, type Shop } from './shop.js';

const wholePlan = new URL('../../../plans/partytix.yaml', import.meta.url);

/** For a suite: the shop on a real host, well again before each test, and the bot with this repository's plan as `change` has it. */
export function raiseShop(change = (plan: string) => plan) {
  let stage: HostStage;
  let shop: Shop;
  beforeAll(async () => {
    stage = await raiseHostStage(async (place) => {
      const plans = join(place.root, 'plans');
      mkdirSync(plans);
      writeFileSync(join(plans, 'partytix.yaml'), change(readFileSync(wholePlan, 'utf8')));
      const prepared = await prepareShop(place, plans);
      shop = prepared.shop;
      return prepared.entry;
    });
  }, 120_000);
  afterAll(() => stage?.close(), 60_000);
  beforeEach(() => shop.heal(), 60_000);
  return {
    stage: () => stage,
    shop: () => shop,
    /** Breaks what a scheme is for, and carries it out as far as people see its steps through; `byHand` may not be asked for. */
    async rollBackBroken(each: Case): Promise<void> {
      await each.break(shop);
      await waitUntil(async () => !(await each.works(shop)), { what: 'users to see it broken', timeoutMs: 15_000 });
      await begin(stage, each.scheme, each.severity);
      if (each.byHand) await doByHand(stage, each.byHand.title, () => each.byHand?.act?.(shop));
    },
  };
}
