import { afterEach, expect, it } from 'vitest';
import { startSlack } from '../../sandbox/slack/workspace.js';
import type { Render } from '../../src/slack/projector/setting.js';
import { awaiting, type Projection, preparing, projecting, running, says } from './projecting.js';
import { INCIDENT } from './stage.js';

let projection: Projection;
afterEach(() => projection.end());

const simple: Render = (state) => [says('card', `card ${state.phase}`), says('detail', 'detail', 'card')];

it('tries again after HTTP 500 and posts each message once', async () => {
  projection = await projecting({ render: simple });
  const { show, store, people, posts } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'http-500', times: 2 });
  show(preparing);
  await people.waitFor(async () => store.find(preparing.id, 'detail'));
  expect(await posts()).toHaveLength(2);
});

it('posts again when an answer was lost, and edits the copy it knows', async () => {
  projection = await projecting({ render: simple });
  const { show, store, people, card } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'drop-reply' });
  show(preparing);
  await people.waitFor(async () => store.find(preparing.id, 'detail'));
  show(awaiting);
  const edited = await card('card awaiting-approval');
  expect(edited.ts).toBe((await store.find(preparing.id, 'card'))?.ts);
});

it('waits as long as Slack says after 429', async () => {
  projection = await projecting({ render: simple });
  const { show, people, card } = projection;
  show(preparing);
  await card('card preparing');
  await people.fault({ method: 'chat.update', kind: '429', retryAfter: 1 });
  const asked = Date.now();
  show(awaiting);
  await card('card awaiting-approval');
  expect(Date.now() - asked).toBeGreaterThanOrEqual(990);
  expect(await people.calls('chat.update')).toHaveLength(2);
});

it('sends older blocks where the new ones are refused, and remembers it', async () => {
  const render: Render = (state) => [
    {
      ...{ key: 'card', kind: 'message', place: { channel: INCIDENT } },
      message: {
        text: `text ${state.phase}`,
        blocks: [{ type: 'plan', title: 'new', tasks: [] }],
        fallback: [{ type: 'section', text: { type: 'plain_text', text: `old ${state.phase}` } }],
      },
    },
  ];
  projection = await projecting({ render });
  const { show, lines, people, card } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'error', error: 'invalid_blocks' });
  show(preparing);
  await card('old preparing');
  show(awaiting);
  await card('old awaiting-approval');
  expect((await people.calls('chat.update')).filter(({ args }) => JSON.stringify(args).includes('plan'))).toEqual([]);
  expect(lines).toContainEqual(expect.objectContaining({ level: 50, error: 'invalid_blocks' }));
  await people.fault({ method: 'chat.update', kind: 'error', error: 'invalid_blocks' });
  show(running);
  await card('text running');
});

it('posts a deleted message anew', async () => {
  projection = await projecting({ render: simple });
  const { show, slack, people, card } = projection;
  show(preparing);
  const { ts } = await card('card preparing');
  await people.waitFor(async () => (await people.thread('李四', INCIDENT, ts)).length === 2);
  slack.state.messages = slack.state.messages.filter((message) => message.ts !== ts);
  show(awaiting);
  expect((await card('card awaiting-approval')).ts).not.toBe(ts);
});

it('says once that a channel refuses it, and goes on when somebody lets it in', async () => {
  projection = await projecting({ render: simple });
  const { show, lines, people, card, slack, projector } = projection;
  const { channels, bot } = slack.state;
  const channel = channels.find(({ id }) => id === INCIDENT);
  const members = channel?.members ?? [];
  if (channel) channel.members = members.filter((id) => id !== bot.userId);
  show(preparing);
  await people.waitFor(async () => (await people.calls('chat.postMessage')).length === 1);
  if (channel) channel.members = members;
  projector.heardFrom(INCIDENT);
  await card('card preparing');
  expect(lines.filter(({ said }) => said === 'not_in_channel')).toHaveLength(1);
});

it('shows the rest when Slack refuses one message for good', async () => {
  const render: Render = () => [says('first', 'first'), says('second', 'second'), says('third', 'third', 'second')];
  projection = await projecting({ render });
  const { show, people, store } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'error', error: 'invalid_arguments' });
  show(preparing);
  await people.waitFor(async () => store.find(preparing.id, 'third'));
  expect(await store.find(preparing.id, 'first')).toBeUndefined();
});

it('catches up when Slack comes back', async () => {
  projection = await projecting({ render: simple });
  const { show, store, card, posts } = projection;
  const { port, botToken, appToken, close } = projection.slack;
  await close();
  show(preparing);
  show(awaiting);
  projection.slack = await startSlack({ port, botToken, appToken });
  await card('card awaiting-approval');
  await projection.people.waitFor(async () => store.find(preparing.id, 'detail'));
  expect(await posts()).toHaveLength(2);
});

it('outlives a store and a view that break', async () => {
  let broken = true;
  const render: Render = (state, seen) => {
    if (broken) throw new Error('no such word');
    return simple(state, seen);
  };
  projection = await projecting({ render });
  const { show, lines, store, card, posts } = projection;
  store.save = () => Promise.reject(new Error('disk full'));
  show(preparing);
  await expect.poll(() => lines).toContainEqual(expect.objectContaining({ level: 50, run: preparing.id }));
  broken = false;
  show(awaiting);
  await card('card awaiting-approval');
  show(running);
  await card('card running');
  expect(await posts()).toHaveLength(2);
});
