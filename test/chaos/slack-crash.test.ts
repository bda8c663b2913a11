import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle } from './bundle.js';
import { judge } from './judge.js';
import type { Moment } from './points.js';
import { momentsOf } from './rehearse.js';
import { labelOf, playInSlack, type SlackStory, shown } from './slack-play.js';
import { CHANNEL, openSlackWorld, type SlackWorld } from './slack-world.js';

// The same with people in the local Slack: the bot is killed at every call to Slack, and at whatever it keeps about them.
const STORIES: readonly SlackStory[] = [
  { name: 'two steps go well', scheme: 'short', end: 'Rollback succeeded' },
  {
    name: 'it is stopped in the middle of a step',
    scheme: 'long',
    async act({ people, world }, { plain }) {
      const isTime = plain.includes('[Stop]') && world.witness().some((line) => line.endsWith('.two begin'));
      if (isTime) await people.click('赵六', 'Stop', { channel: CHANNEL, confirm: true });
      return isTime;
    },
    end: 'Stopped',
  },
];

const program = await bundle('slack-bot');
afterAll(() => rm(program));
/** The points that some bot died at. */
const struck = new Set<string>();

/**
 * What is seen at the end: one card, one summary and one record. A bot that died between Slack's answer and its own note of it may
 * have left one copy more, if that says the same and starts nothing.
 */
async function expectOneOfEach(stage: SlackWorld, deaths: number): Promise<void> {
  const cards = await shown(stage, 'card');
  expect(new Set(cards.map((card) => labelOf(card)?.run)).size).toBe(1);
  expect(cards.filter(({ plain }) => /\[(Approve|Reject|Stop)\]/.test(plain))).toEqual([]);
  const summaries = (await shown(stage, 'summary')).map(({ plain }) => plain);
  const files = (await stage.people.files()).filter(({ name, channel }) => name.startsWith('record-') && channel);
  const records = await Promise.all(files.map(({ id }) => stage.people.file(id)));
  for (const copies of [cards, summaries, records]) expect(copies.length).toBeLessThanOrEqual(1 + deaths);
  for (const copies of [summaries, records]) expect(new Set(copies).size).toBe(1);
}

async function tell(story: SlackStory, moment?: Moment): Promise<readonly string[]> {
  const stage = await openSlackWorld(program);
  try {
    const deaths = await playInSlack(stage, story, moment);
    await expectOneOfEach(stage, deaths.length);
    await stage.stop('SIGTERM');
    const { violations } = await judge(stage.world);
    expect(violations).toEqual([]);
    const trace = stage.world.trace();
    const isPassed = moment !== undefined && trace.filter((point) => point === moment.point).length >= moment.nth;
    // One that was on its way out may come there too.
    const died = [...deaths, stage.ended()].filter((how) => how === 'SIGKILL');
    // Edits are few when Slack is slow and many when it is quick, so the last of them may not come; what comes is died at, once.
    expect(died).toEqual(isPassed ? ['SIGKILL'] : []);
    if (isPassed) struck.add(moment.point);
    return trace;
  } finally {
    await stage.close();
  }
}

const points = new Set<string>();
const rehearsed = await Promise.all(STORIES.map(async (story) => ({ story, trace: await tell(story) })));

describe.each(momentsOf(rehearsed))('$story.name', ({ story, ...at }) => {
  // The engine's own points are killed at without Slack, in more stories.
  const told = at.moments.filter(({ point }) => /^(slack|messages|deliveries)\./.test(point));
  for (const { point } of told) points.add(point);
  it.concurrent.each(told)('survives a kill at $point, passing $nth', async (moment) => {
    await tell(story, moment);
  });
});

// How often a point is passed depends on Slack's speed; that it is passed does not.
it('kills at every kind of call to Slack, and at everything that is kept about it', () => {
  expect([...struck].toSorted()).toEqual([...points].toSorted());
});

// Every client of Slack sends through one function, which the points are at; one that is made elsewhere would pass none.
it('knows every way from the bot to Slack', () => {
  const source = fileURLToPath(new URL('../../src/slack', import.meta.url));
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const senders = files.filter((file) =>
    /new WebClient\(|[^.\w]fetch\(/.test(readFileSync(join(source, file), 'utf8')),
  );
  // app.ts: private answers on a click's own URL, which show what a person may ask for again.
  expect(senders.toSorted()).toEqual(['app.ts', 'clients.ts']);
});
