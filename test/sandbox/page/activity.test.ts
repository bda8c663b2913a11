import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasUnread, mentionsOf, type ReadState, repliesOf } from '../../../sandbox/page/activity.js';
import type { Activity } from '../../../sandbox/slack/control/activity.js';
import { defaultChannels } from '../../../sandbox/slack/default-workspace.js';
import { type Slack, startSlack } from '../../../sandbox/slack/workspace.js';

const [bot, zhaoLiu, liSi, guest] = ['U0BACKOUT', 'U0ZHAO6', 'U0LI4', 'U0GUEST'];

describe('what the local Slack tells of who is called', () => {
  let slack: Slack;
  beforeAll(async () => {
    slack = await startSlack({ userGroups: [{ id: 'S0OPS', handle: 'ops', name: '运维', users: [zhaoLiu, liSi] }] });
  });
  afterAll(() => slack.close());

  const call = async (method: string, args: Record<string, unknown>) => {
    const headers = { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ channel: 'C0INCIDENT', ...args });
    const response = await fetch(slack.apiUrl + method, { method: 'POST', headers, body });
    return (await response.json()) as { ts: string };
  };
  const activity = async () => {
    const response = await fetch(`${slack.url}/control/activity`);
    return ((await response.json()) as { activity: Activity[] }).activity;
  };
  const mentions = async () => (await activity()).map((each) => each.mentions);

  it('finds people and groups in text and rich text; private messages are nobody else’s business', async () => {
    await call('chat.postMessage', { text: 'ask <@U0LI4>' });
    await call('chat.postMessage', { text: 'all <!subteam^S0OPS>' });
    const element = { type: 'rich_text_section', elements: [{ type: 'user', user_id: zhaoLiu }] };
    await call('chat.postMessage', { text: 'rich', blocks: [{ type: 'rich_text', elements: [element] }] });
    await call('chat.postEphemeral', { text: 'only you, <@U0LI4>', user: liSi });
    expect(await mentions()).toEqual([[liSi], [zhaoLiu, liSi], [zhaoLiu]]);
  });

  it('an edit calls nobody, as in Slack', async () => {
    const { ts } = await call('chat.postMessage', { text: 'soon' });
    await call('chat.update', { ts, text: 'now <@U0LI4>' });
    expect((await activity()).at(-1)).toMatchObject({ ts, mentions: [] });
  });
});

const channel = 'C0INCIDENT';
const said = (ts: string, more: Partial<Activity> = {}): Activity => ({
  ...{ ts, channel, user: bot, isBroadcast: false, mentions: [] },
  ...more,
});
const reading = (activity: Activity[], more: Partial<ReadState> = {}): ReadState => ({
  ...{ activity, marks: {}, follows: {}, me: liSi, follow: () => undefined },
  ...more,
});

describe('badges', () => {
  it('count calls by others in channels one is a member of', () => {
    const calls = [
      said('1', { mentions: [liSi] }),
      said('2', { mentions: [liSi], user: liSi }),
      said('3', { mentions: [guest], channel: 'C0GENERAL' }),
    ];
    expect(mentionsOf(calls, defaultChannels, liSi).map(({ ts }) => ts)).toEqual(['1']);
    expect(mentionsOf(calls, defaultChannels, guest)).toEqual([]);
  });

  it('a channel is unread until one was there; replies count only when they were sent to the channel', () => {
    const marks = { [`${liSi}/${channel}`]: '2' };
    expect(hasUnread([said('1')], marks, liSi, channel)).toBe(false);
    expect(hasUnread([said('3')], marks, liSi, channel)).toBe(true);
    expect(hasUnread([said('3', { threadTs: '1' })], marks, liSi, channel)).toBe(false);
    expect(hasUnread([said('3', { threadTs: '1', isBroadcast: true })], marks, liSi, channel)).toBe(true);
  });

  it('replies are told to whoever was called, opened the thread or said so', () => {
    const thread = { channel, ts: '1' };
    const quiet = [said('1'), said('2', { threadTs: '1' })];
    const key = `${liSi}/${channel}/1`;
    expect(repliesOf(reading(quiet), thread)).toMatchObject({ isFollowed: false, isUnread: false, people: [bot] });
    expect(repliesOf(reading(quiet, { marks: { [key]: '1' } }), thread)).toMatchObject({ isUnread: true });
    expect(repliesOf(reading(quiet, { marks: { [key]: '2' } }), thread)).toMatchObject({ isUnread: false });
    expect(repliesOf(reading(quiet, { follows: { [key]: true } }), thread)).toMatchObject({ isUnread: true });
    const called = [said('1'), said('2', { threadTs: '1', mentions: [liSi] })];
    expect(repliesOf(reading(called), thread)).toMatchObject({ isFollowed: true, isUnread: true });
    expect(repliesOf(reading(called, { follows: { [key]: false } }), thread)).toMatchObject({ isUnread: false });
    expect(repliesOf(reading([said('1')]), thread)).toBeUndefined();
  });
});
