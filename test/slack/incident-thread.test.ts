import { afterEach, expect, it } from 'vitest';
import { play, prechecked, requested, type Untimed } from '../helpers/story.js';
import { over } from './projecting.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const talk = async (text: string) => (await theatre.people.say('王五', text, { channel: INCIDENT })).ts;
const linkedTo = (thread: string): Untimed => ({ type: 'incident.linked', by: 'U0LI4', channel: INCIDENT, thread });
const awaitingIn = (thread: string, ...more: readonly Untimed[]) =>
  play(requested({ incident: { channel: INCIDENT, thread } }), ...prechecked(), ...more);

/** Waits for a post of the thread that says this. */
const told = (thread: string, words: string) =>
  theatre.people.waitFor(
    async () => (await theatre.people.thread('李四', INCIDENT, thread)).find(({ plain }) => plain.includes(words)),
    { what: `the thread to say ${words}`, timeoutMs: 10_000 },
  );

it('follows the run in one headline, with the address of its message', async () => {
  theatre = await stage();
  const thread = await talk('诊断任务全部卡死');
  theatre.show(awaitingIn(thread));
  const headline = await told(thread, '🔔 等待决定 · wechat-backend');
  const card = await theatre.people.waitForMessage('李四', INCIDENT, '[批准]', { timeoutMs: 10_000 });
  await theatre.people.waitFor(async () =>
    JSON.stringify((await told(thread, '🔔 等待决定')).blocks).includes(`p${card.ts.replace('.', '')}`),
  );
  theatre.show({ ...over, incident: { channel: INCIDENT, thread } });
  expect((await told(thread, '✅ 回滚成功 · wechat-backend')).ts).toBe(headline.ts);
});

it('calls the deciders in the thread by a post of its own', async () => {
  theatre = await stage();
  const thread = await talk('诊断任务全部卡死');
  theatre.show(awaitingIn(thread));
  const call = await told(thread, '🔔 请决定');
  // An edit would have notified nobody.
  expect(call).toMatchObject({ edits: 0 });
  expect(call.plain).toContain('@李四');
});

it('leaves a pointer where the run was told before', async () => {
  theatre = await stage();
  const [first, second] = [await talk('诊断任务全部卡死'), await talk('另一件事')];
  theatre.show(awaitingIn(first));
  const { ts } = await told(first, '🔔 等待决定');
  theatre.show(awaitingIn(first, linkedTo(second)));
  await told(second, '🔔 等待决定');
  const pointer = await told(first, '之后的进展改在另一个消息列里通知');
  expect(pointer.ts).toBe(ts);
  expect(JSON.stringify(pointer.blocks)).toContain(`p${second.replace('.', '')}`);
});

it('goes on in words while Slack tells no address', async () => {
  theatre = await stage();
  const thread = await talk('诊断任务全部卡死');
  await theatre.people.fault({ method: 'chat.getPermalink', kind: 'error', error: 'channel_not_found', times: 20 });
  theatre.show(awaitingIn(thread));
  const { plain } = await told(thread, '🔔 请决定');
  expect(plain).toContain('回滚消息：在 #incident-wechat');
  expect(plain).not.toContain('打开');
});
