import { afterEach, beforeEach, expect, it } from 'vitest';
import { SlackClient } from '../../sandbox/slack/client.js';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { Secret } from '../../src/domain/secret.js';
import { createSlackClients } from '../../src/slack/clients.js';
import { addressesOf } from '../../src/slack/projector/addresses.js';
import { createHolds } from '../../src/slack/projector/holds.js';
import { createMemory } from '../../src/slack/projector/memory.js';
import { createPosted } from '../../src/slack/projector/posted.js';
import { runs } from '../helpers/state.js';
import { memoryMessages } from './memory.js';
import { INCIDENT, listeningLog } from './stage.js';

let slack: Slack;
let people: SlackClient;
beforeEach(async () => {
  slack = await startSlack();
  people = new SlackClient(slack.url);
});
afterEach(() => slack.close());

/** A run whose card and incident thread Slack shows; `look` is a pass at an instant. */
async function showing() {
  const { log } = listeningLog();
  const [card, thread] = [await say('回滚申请'), await say('诊断任务全部卡死')];
  const state = runs.running({ incident: { channel: INCIDENT, thread } });
  const posted = createPosted(state.id, memoryMessages(), log);
  await posted.save('card', { channel: INCIDENT, ts: card, digest: '' });
  const memory = createMemory(posted);
  const { projector: client } = createSlackClients({ botToken: new Secret(slack.botToken), apiUrl: slack.apiUrl, log });
  const holds = createHolds();
  const look = async (now: number) => {
    const { addressOf } = await addressesOf({ client, holds, clock: { now: () => now } }, memory, state);
    return addressOf?.('card');
  };
  return { holds, look };
}

const say = async (text: string) => (await people.say('王五', text, { channel: INCIDENT })).ts;
const calls = async () => (await people.calls('chat.getPermalink')).length;

it('asks for each address once', async () => {
  const { look } = await showing();
  expect(await look(0)).toContain('/archives/');
  await look(1);
  expect(await calls()).toBe(2);
});

it.each([
  { kind: 'http-500', wait: 500 },
  { kind: '429', retryAfter: 7, wait: 7_000 },
  { kind: 'error', error: 'channel_not_found', wait: 60_000 },
] as const)('asks no more for a while after $kind', async ({ wait, ...fault }) => {
  const { look } = await showing();
  await people.fault({ method: 'chat.getPermalink', times: 2, ...fault });
  expect(await look(0)).toBeUndefined();
  const asked = await calls();
  expect(await look(wait - 1)).toBeUndefined();
  expect(await calls()).toBe(asked);
  expect(await look(wait)).toContain('/archives/');
});

it('asks nothing while Slack itself is waited for', async () => {
  const { holds, look } = await showing();
  holds.failed('slack', 0);
  expect(await look(499)).toBeUndefined();
  expect(await calls()).toBe(0);
  expect(await look(500)).toContain('/archives/');
});
