import { describe, expect, test } from 'vitest';
import { describeOnHost } from './needs.js';
import { missingTool } from './partytix/cases.js';
import { negatives, withoutThem } from './partytix/removed.js';
import { newestCard } from './partytix/roll-back.js';
import { raiseShop } from './partytix/stage.js';
import { endAsFailed, recordOf } from './story.js';

describeOnHost(
  'the plan of Partytix without the steps that restore',
  () => {
    const raised = raiseShop(withoutThem);

    describe.each(negatives)('scheme $scheme without $steps', (each) => {
      test('fails its verification', async () => {
        // The plan itself orders the undo of this one.
        const isTakenBack = each.scheme === 'zero';
        await raised.rollBackBroken(each);
        const stage = raised.stage();
        if (!isTakenBack) await endAsFailed(stage);
        const closed = await newestCard(stage, isTakenBack ? 'put back as it was' : 'Rollback failed');
        const record = await recordOf(stage, closed);
        const missed = record.split('\n').filter((line) => line.includes(': did not pass'));
        for (const check of each.missedBy) expect(missed.join('\n')).toContain(check);
        expect(await each.works(raised.shop())).toBe(false);
      }, 180_000);
    });
  },
  missingTool(),
);
