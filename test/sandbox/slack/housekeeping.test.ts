import { afterEach, expect, it } from 'vitest';
import { eagerClient, errorOf, type Stage, stage } from './bolt-app.js';

// What people and administrators do to channels and messages, and small print of the Web API.
let theatre: Stage;
afterEach(() => theatre.end());

const INCIDENT = 'C0INCIDENT';
const eager = () => eagerClient(theatre.slack);
const post = (text: string, more: object = {}) => eager().chat.postMessage({ channel: INCIDENT, text, ...more });
const seen = async (words: string) =>
  (await theatre.people.messages('赵六', INCIDENT)).some(({ plain }) => plain.includes(words));

it('archives a channel: nobody writes there, and what was written stays', async () => {
  theatre = await stage(() => {});
  const { people } = theatre;
  const { ts } = await post('before');
  await people.archive(INCIDENT);
  expect(await errorOf(post('during'))).toBe('is_archived');
  expect(await errorOf(eager().chat.update({ channel: INCIDENT, ts: ts ?? '', text: 'during' }))).toBe('is_inactive');
  expect((await eager().conversations.info({ channel: INCIDENT })).channel).toMatchObject({ is_archived: true });
  await expect(people.slash('赵六', 'status', { channel: INCIDENT })).rejects.toThrow('is_archived');
  expect(await seen('before')).toBe(true);
  await people.unarchive(INCIDENT);
  expect(await errorOf(post('after'))).toBe('ok');
});

it('removes the bot from a channel and invites it again', async () => {
  theatre = await stage(() => {});
  await theatre.people.kick(INCIDENT);
  expect(await errorOf(post('a'))).toBe('not_in_channel');
  await theatre.people.invite(INCIDENT);
  expect(await errorOf(post('a'))).toBe('ok');
});

it('deletes a message; one with replies leaves a tombstone that still takes them', async () => {
  theatre = await stage(() => {});
  const { people } = theatre;
  const [alone, parent] = [(await post('alone')).ts ?? '', (await post('parent')).ts ?? ''];
  await post('reply', { thread_ts: parent });
  for (const ts of [alone, parent]) {
    await people.deleteMessage(INCIDENT, ts);
    expect(await errorOf(eager().chat.update({ channel: INCIDENT, ts, text: 'edited' }))).toBe('message_not_found');
  }
  expect(await errorOf(post('into nothing', { thread_ts: alone }))).toBe('thread_not_found');
  expect(await errorOf(post('second', { thread_ts: parent }))).toBe('ok');
  const thread = await people.thread('赵六', INCIDENT, parent);
  expect(thread.map(({ plain }) => plain)).toEqual(['This message was deleted.', 'reply', 'second']);
  expect(await people.violations()).toEqual([]);
});

it('tells the scopes of the token with every answer', async () => {
  theatre = await stage(() => {});
  const headers = { authorization: `Bearer ${theatre.slack.botToken}` };
  const answer = await fetch(`${theatre.slack.apiUrl}auth.test`, { method: 'POST', headers });
  expect(answer.headers.get('x-oauth-scopes')?.split(',')).toEqual(theatre.slack.state.bot.scopes);
});

it('asks first before a choice with a confirmation is sent', async () => {
  const chosen: string[] = [];
  theatre = await stage((app) =>
    app.action('pick', async ({ ack, action }) => {
      await ack();
      chosen.push(action.type === 'static_select' ? (action.selected_option.value ?? '') : '');
    }),
  );
  const text = (said: string) => ({ type: 'plain_text' as const, text: said });
  const confirm = { title: text('Sure?'), text: text('Really this one?'), confirm: text('Yes'), deny: text('No') };
  const options = [{ text: text('One'), value: '1' }];
  const accessory = { type: 'static_select', action_id: 'pick', placeholder: text('Which'), options, confirm };
  await post('choose', { blocks: [{ type: 'section', text: text('Choose'), accessory }] });
  await expect(theatre.people.select('赵六', 'Which', 'One')).rejects.toThrow('needs_confirm');
  expect(chosen).toEqual([]);
  await theatre.people.select('赵六', 'Which', 'One', { confirm: true });
  expect(chosen).toEqual(['1']);
});
