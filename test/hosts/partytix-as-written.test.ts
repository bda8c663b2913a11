import { describe, expect, test } from 'vitest';
import { describeOnHost } from './needs.js';
import { asWritten } from './partytix/as-written.js';
import { cases, missingTool } from './partytix/cases.js';
import { newestCard } from './partytix/roll-back.js';
import { raiseShop } from './partytix/stage.js';
import { endAsFailed } from './story.js';

/** What a run says that did not heal: most end at the verification. */
const ENDS: Readonly<Record<string, string>> = {
  '6': 'A step failed',
  '7': 'A step failed',
  zero: 'put back as it was',
};

describeOnHost(
  'the plan of Partytix in the words of its document',
  () => {
    const raised = raiseShop(asWritten);

    describe.each(cases)('scheme $scheme', (each) => {
      test('heals nothing, and is told so', async () => {
        const end = ENDS[each.scheme] ?? 'Verification failed';
        await raised.rollBackBroken(each);
        const stage = raised.stage();
        await newestCard(stage, end);
        expect(await each.works(raised.shop())).toBe(false);
        if (each.scheme !== 'zero') await endAsFailed(stage);
      }, 180_000);
    });
  },
  missingTool(),
);
