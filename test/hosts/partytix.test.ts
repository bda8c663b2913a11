import { describe, expect, test } from 'vitest';
import { describeOnHost } from './needs.js';
import { type Case, cases, missingTool } from './partytix/cases.js';
import { newestCard, sayYes } from './partytix/roll-back.js';
import { raiseShop } from './partytix/stage.js';
import { recordOf } from './story.js';

const SECRETS = ['good-role-key', 'good-jwt-secret', 'good-stripe-key', 'good-webhook-secret'];
const RETURN = 'Return to the monolith if it is still slow';

describeOnHost(
  'the plan of Partytix, with real docker-compose on a real OpenSSH host',
  () => {
    const raised = raiseShop();
    /** The card and the record of a scheme that was carried out, and healed. */
    const heal = async (each: Case) => {
      await raised.rollBackBroken(each);
      const stage = raised.stage();
      await sayYes(stage, each);
      const closed = await newestCard(stage, 'Rollback succeeded');
      expect(await each.works(raised.shop())).toBe(true);
      return { card: closed.plain, record: await recordOf(stage, closed) };
    };

    describe.each(cases)('scheme $scheme', (each) => {
      test('heals what was broken and files the record', async () => {
        const { card, record } = await heal(each);
        for (const secret of SECRETS) expect(record).not.toContain(secret);
        for (const told of [card, record]) expect(told).not.toContain('not needed');
      }, 180_000);
    });

    test('scheme 5 does not return to the monolith where the cache helps, and says so', async () => {
      const slow = cases.find(({ scheme }) => scheme === '5');
      const { card, record } = await heal({
        ...(slow as Case),
        break: (shop) => shop.release({ slow: 'uncached' }),
        works: async (shop) => (await shop.sh('npm run monitor:performance')).code === 0,
      });
      for (const told of [card, record]) expect(told).toContain(RETURN);
      for (const told of [card, record]) expect(told).toContain('not needed (not so: it is still slow');
      expect((await raised.shop().ask('/health')).body.version).toBe('2.0.0');
    }, 180_000);
  },
  missingTool(),
);
