import { afterEach, expect, it } from 'vitest';
import type { Render } from '../../src/slack/projector/setting.js';
import { awaiting, over, type Projection, preparing, projecting, running, says } from './projecting.js';
import { INCIDENT } from './stage.js';

// What people and administrators do to messages and channels while a run is shown.
let projection: Projection;
afterEach(async () => {
  expect(await projection.people.violations()).toEqual([]);
  await projection.end();
});

const MINUTE = 60_000;
const simple: Render = (state) => [says('card', `card ${state.phase}`), says('detail', 'detail', 'card')];
const linesWith = (word: string) => projection.lines.filter(({ said }) => said === word);

it('waits for an archived channel to come back, says so once, and shows the end then', async () => {
  let now = Date.now();
  projection = await projecting({ render: simple, clock: { now: () => now } });
  const { people, show, store, card } = projection;
  show(preparing);
  await people.waitFor(async () => store.find(preparing.id, 'detail'));
  await people.archive(INCIDENT);
  now += MINUTE;
  show(running);
  await expect.poll(() => linesWith('is_inactive')).toHaveLength(1);
  now += MINUTE;
  show(over);
  const refused = async () => (await people.calls('chat.update')).filter(({ error }) => error === 'is_inactive');
  await expect.poll(refused).toHaveLength(2);
  await people.unarchive(INCIDENT);
  projection.projector.heardFrom(INCIDENT);
  await card('card closed');
  expect(linesWith('is_inactive')).toHaveLength(1);
});

it('posts into the channel what belonged to a thread that was deleted', async () => {
  projection = await projecting({
    render: (state) => [
      says('card', `card ${state.phase}`),
      { ...says('told', `told ${state.phase}`), place: { channel: INCIDENT, thread, broadcast: true } },
    ],
  });
  const { people, show, card } = projection;
  const { ts: thread } = await people.say('赵六', '登录失败', { channel: INCIDENT });
  await people.deleteMessage(INCIDENT, thread);
  show(awaiting);
  await card('told awaiting-approval');
  show(running);
  await card('told running');
});

it('finds a new place for replies whose parent is gone, without asking twice for it', async () => {
  let isSecondDue = false;
  const render: Render = (state) => [
    says('card', `card ${state.phase}`),
    says('detail', 'detail', 'card'),
    ...(isSecondDue ? [says('second', 'second', 'card')] : []),
  ];
  projection = await projecting({ render });
  const { people, show, card, store } = projection;
  show(preparing);
  const { ts } = await card('card preparing');
  await people.waitFor(async () => store.find(preparing.id, 'detail'));
  const [, reply] = await people.thread('李四', INCIDENT, ts);
  await people.deleteMessage(INCIDENT, reply?.ts ?? '');
  await people.deleteMessage(INCIDENT, ts);
  isSecondDue = true;
  show(awaiting);
  const anew = await card('card awaiting-approval');
  expect(anew.ts).not.toBe(ts);
  await people.waitFor(async () => (await people.thread('李四', INCIDENT, anew.ts)).length === 2);
});

it('posts a deleted card anew as soon as somebody uses Backout, though nothing has changed', async () => {
  let now = Date.now();
  projection = await projecting({ render: simple, clock: { now: () => now } });
  const { people, show, card, store, projector } = projection;
  show(awaiting);
  const { ts } = await card('card awaiting-approval');
  await people.waitFor(async () => store.find(awaiting.id, 'detail'));
  await people.deleteMessage(INCIDENT, ts);
  now += MINUTE;
  projector.heardFrom(INCIDENT);
  expect((await card('card awaiting-approval')).ts).not.toBe(ts);
});

it('looks after a card at most every ten seconds, however often it is used', async () => {
  projection = await projecting({ render: simple });
  const { people, show, store, projector } = projection;
  show(awaiting);
  await people.waitFor(async () => store.find(awaiting.id, 'detail'));
  for (let count = 0; count < 5; count += 1) projector.heardFrom(INCIDENT);
  show(running);
  await people.waitFor(async () => (await people.calls('chat.update')).length > 0);
  expect(await people.calls('chat.update')).toHaveLength(1);
});

it('waits for a new token, and then shows everything, files as files', async () => {
  let now = Date.now();
  const file = { kind: 'file', name: 'a.md', title: 'A', content: '记录' } as const;
  const render: Render = (state) => [
    ...simple(state, { now, delivered: new Set() }),
    { ...says('file', '', 'card'), ...file },
  ];
  projection = await projecting({ render, clock: { now: () => now } });
  const { people, show, store } = projection;
  await people.fault({ kind: 'token-revoked' });
  show(over);
  await expect.poll(() => linesWith('token_revoked')).toHaveLength(1);
  for (let minute = 0; minute < 12; minute += 1) {
    const before = (await people.calls()).length;
    now += MINUTE;
    show(over);
    await expect.poll(async () => (await people.calls()).length).toBeGreaterThan(before);
  }
  expect(linesWith('token_revoked')).toHaveLength(1);
  await people.clearFaults();
  now += MINUTE;
  show(over);
  await people.waitFor(async () => store.find(over.id, 'file'));
  expect((await people.files()).map(({ name }) => name)).toEqual(['a.md']);
});
