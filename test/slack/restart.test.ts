import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { SlackClient } from '../../sandbox/slack/client.js';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { openJournal, type Store } from '../../src/store/open-journal.js';
import { INCIDENT, slackSide } from './stage.js';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

const MINUTE = 60_000;
let now = Date.now();
const clock = { now: () => now };

/** A bot process: its own memory, and the journal file of the one before. */
async function bot(slack: Slack, file: string): Promise<{ stop(): Promise<void> }> {
  const opened = await openJournal(file, clock);
  if (!opened.ok) throw new Error(opened.failure.detail);
  const store: Store = opened.value;
  const { app } = await slackSide(slack, { deliveries: store.deliveries, store: store.messages, clock });
  return {
    async stop() {
      await app.stop();
      await store.journal.close();
    },
  };
}

it('hears a delivery once although it comes again after a restart, for an hour', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backout-restart-'));
  endings.push(() => rm(folder, { recursive: true }));
  const slack = await startSlack();
  endings.push(slack.close);
  const people = new SlackClient(slack.url);
  const file = join(folder, 'backout.db');
  const first = await bot(slack, file);
  await people.mention('赵六', '@Backout help', { channel: INCIDENT });
  const answers = () =>
    slack.state.messages.filter(({ isBot, blocks }) => isBot && JSON.stringify(blocks).includes('list-backups')).length;
  await people.waitFor(async () => answers() === 1);
  await first.stop();
  for (const later of [6 * MINUTE, 53 * MINUTE]) {
    now += later;
    const next = await bot(slack, file);
    await people.replayEvent();
    await people.slash('李四', 'status', { channel: INCIDENT });
    await people.waitFor(async () => (await people.messages('李四', INCIDENT)).some(({ isEphemeral }) => isEphemeral));
    expect(answers()).toBe(1);
    await next.stop();
  }
});
