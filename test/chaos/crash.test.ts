import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle } from './bundle.js';
import { judge } from './judge.js';
import { play } from './play.js';
import { momentsOf, type Rehearsed, rehearse } from './rehearse.js';
import { STORIES } from './stories.js';
import { openWorld } from './world.js';

// Every story is rehearsed once; then the bot is killed at each point that it passed there, and started again.
const program = await bundle('bot');
afterAll(() => rm(program));
const rehearsed: Rehearsed[] = [];
for (const story of STORIES) rehearsed.push(await rehearse(program, story));

describe.each(momentsOf(rehearsed))('$story.name', ({ story, moments }) => {
  it.concurrent.each(moments)('survives a kill at $point, passing $nth', async (moment) => {
    const world = await openWorld();
    try {
      const { runs, deaths } = await play(program, story, world, { first: { moment } });
      const { violations } = await judge(world);
      expect(violations).toEqual([]);
      expect(deaths).toEqual(['SIGKILL']);
      for (const [index, { outcome }] of runs.entries()) expect(story.ends[index]).toContain(outcome);
    } finally {
      await world.close();
    }
  });
});
