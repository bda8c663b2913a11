import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle } from './bundle.js';
import { judge } from './judge.js';
import { type Moment, momentsIn } from './points.js';
import { labelOf, playInSlack, type SlackStory, shown } from './slack-play.js';
import { openSlackWorld, type SlackWorld } from './slack-world.js';

// The same with people in the local Slack: the bot is killed at every call to Slack, and at whatever it keeps about them.
const STORIES: readonly SlackStory[] = [{ name: 'two steps go well', scheme: 'short', end: 'Rollback succeeded' }];

const program = await bundle('slack-bot');
afterAll(() => rm(program));
let [kills, moments] = [0, 0];

/** What must be seen once, whatever came before. */
async function expectOneOfEach(stage: SlackWorld): Promise<void> {
  const cards = await shown(stage, 'card');
  const runs = new Set(cards.map((card) => labelOf(card)?.run));
  expect(runs.size).toBe(1);
  const live = cards.filter(({ plain }) => /\[(Approve|Reject|Abort)\]/.test(plain));
  expect(live).toEqual([]);
  expect(await shown(stage, 'summary')).toHaveLength(1);
  expect((await stage.people.files()).filter(({ name }) => name.startsWith('record-'))).toHaveLength(1);
}

async function tell(story: SlackStory, moment?: Moment): Promise<readonly string[]> {
  const stage = await openSlackWorld(program);
  try {
    const deaths = await playInSlack(stage, story, moment);
    await expectOneOfEach(stage);
    await stage.stop('SIGTERM');
    const { violations } = await judge(stage.world);
    expect(violations).toEqual([]);
    kills += deaths.length;
    return stage.world.trace();
  } finally {
    await stage.close();
  }
}

for (const story of STORIES) {
  const trace = await tell(story);
  const told = momentsIn(trace).filter(({ point }) => /^(slack|messages|deliveries)\./.test(point));
  moments += told.length;
  describe(story.name, () => {
    it.concurrent.each(told)('survives a kill at $point, passing $nth', async (moment) => {
      await tell(story, moment);
    });
  });
}

// Edits are few when Slack is slow and many when it is quick, so the last of them may not come.
it('kills as often as it says', () => {
  expect(kills).toBeGreaterThan(moments * 0.9);
});
