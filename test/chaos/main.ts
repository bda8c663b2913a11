// npm run chaos -- [--minutes N] [--seed S]: random stories under random blows; ends with 1 when a promise was broken.
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.js';
import { campaign, summaryOf } from './campaign.js';
import { STORIES } from './stories.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' }, width: { type: 'string' } },
});
const minutes = Number(values.minutes ?? 3);
const seed = Number(values.seed ?? Math.floor(Math.random() * 4_294_967_296));
const width = Number(values.width ?? 4);
if (![minutes, seed, width].every((each) => Number.isFinite(each) && each >= 0)) {
  process.stderr.write('usage: npm run chaos -- [--minutes N] [--seed S] [--width STORIES AT ONCE]\n');
  process.exit(2);
}

const say = (text: string) => process.stdout.write(`${text}\n`);
say(`seed ${seed}; the same again: npm run chaos -- --minutes ${minutes} --seed ${seed}`);
const program = await bundle('bot');
const tally = await campaign({
  ...{ program, stories: STORIES, seed, minutes, width },
  failed: ({ seed: own, story, deeds, seen }) => say(`BROKEN (--seed ${own}) ${story}: ${deeds.join(', ')}\n${seen}\n`),
});
await rm(program);
say(summaryOf(tally, { seed, minutes, on: new Date() }));
process.exit(tally.failures.length === 0 ? 0 : 1);
