import { afterEach, expect, it } from 'vitest';
import { startSlack } from '../../sandbox/slack/workspace.js';
import type { Render } from '../../src/slack/projector/setting.js';
import { memoryMessages } from './memory.js';
import { awaiting, over, type Projection, preparing, projecting, running, says } from './projecting.js';
import { INCIDENT } from './stage.js';

// Slack did what it was asked, and nobody heard: a post may then stand there twice, or say what was true before.
let projection: Projection;
afterEach(async () => {
  expect(await projection.people.violations()).toEqual([]);
  await projection.end();
});

const simple: Render = (state) => [says('card', `card ${state.phase}`), says('detail', 'detail', 'card')];
const cards = async () =>
  (await projection.people.messages('李四', INCIDENT)).filter(({ plain }) => /^card/.test(plain));
const names = async () =>
  (await projection.people.calls('chat.postMessage')).map(
    ({ args }) => (args as { client_msg_id?: string }).client_msg_id,
  );

it('posts once where Slack knows a post by its name, also when the run moved on meanwhile', async () => {
  projection = await projecting({ render: simple, slack: await startSlack({ honoursNonces: true }) });
  const { show, people, card, store } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'drop-reply', times: 2 });
  show(preparing);
  await people.waitFor(async () => (await people.calls('chat.postMessage')).length > 0);
  show(awaiting);
  await card('card awaiting-approval');
  await people.waitFor(async () => store.find(preparing.id, 'detail'));
  expect(await cards()).toHaveLength(1);
});

it('names a post alike on every try and after a restart, and another one otherwise', async () => {
  projection = await projecting({ render: simple });
  const { show, people, store } = projection;
  await people.fault({ method: 'chat.postMessage', kind: 'http-500', times: 2 });
  show(preparing);
  await people.waitFor(async () => store.find(preparing.id, 'detail'));
  const [first, second, third, detail] = await names();
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([second, third]).toEqual([first, first]);
  expect(detail).not.toBe(first);
});

it('finds after a crash what it had posted and could not note, where Slack knows it', async () => {
  const first = await projecting({ render: simple, slack: await startSlack({ honoursNonces: true }) });
  projection = first;
  // The process ends between the answer and the note.
  first.store.save = () => new Promise(() => {});
  first.show(preparing);
  await first.card('card preparing');
  first.show(awaiting);
  projection = await projecting({ render: simple, from: { ...first, store: memoryMessages() } });
  await projection.card('card awaiting-approval');
  expect(await cards()).toHaveLength(1);
});

it('posts anew what was deleted, under another name', async () => {
  projection = await projecting({ render: simple, slack: await startSlack({ honoursNonces: true }) });
  const { show, people, card, store } = projection;
  show(preparing);
  const { ts } = await card('card preparing');
  await people.waitFor(async () => store.find(preparing.id, 'detail'));
  await people.deleteMessage(INCIDENT, ts);
  show(awaiting);
  expect((await card('card awaiting-approval')).ts).not.toBe(ts);
});

it('shows the end after a crash between the last event and its post', async () => {
  const first = await projecting({ render: simple });
  projection = first;
  first.show(running);
  await first.card('card running');
  await first.people.waitFor(async () => first.store.find(running.id, 'detail'));
  await first.projector.stop();
  first.show(over);
  projection = await projecting({ render: simple, from: first });
  await projection.card('card closed');
  expect(await cards()).toHaveLength(1);
});
