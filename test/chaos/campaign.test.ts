import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { bundle } from './bundle.js';
import { campaign, summaryOf } from './campaign.js';
import { STORIES } from './stories.js';

const minutes = Number(process.env.BACKOUT_CHAOS_MINUTES ?? 0.2);
const seed = Number(process.env.BACKOUT_CHAOS_SEED ?? Math.floor(Math.random() * 4_294_967_296));

it(
  'keeps its promises under random blows',
  async () => {
    process.stdout.write(`the same again: npm run chaos -- --minutes ${minutes} --seed ${seed}\n`);
    const program = await bundle('bot');
    const failed = ({ seed: own, ...failure }: object & { seed: number }) =>
      process.stdout.write(`broken with --seed ${own}: ${JSON.stringify(failure, null, 1)}\n`);
    const tally = await campaign({ program, stories: STORIES, seed, minutes, width: 4, failed });
    await rm(program);
    process.stdout.write(`${summaryOf(tally, { seed, minutes, on: new Date() })}\n`);
    expect(tally.failures).toEqual([]);
    expect(tally.stories).toBeGreaterThan(minutes * 10);
  },
  (minutes + 3) * 60_000,
);
