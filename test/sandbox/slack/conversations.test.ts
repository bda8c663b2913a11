import { afterEach, expect, it } from 'vitest';
import { type Stage, stage } from './bolt-app.js';

let theatre: Stage;
afterEach(() => theatre.end());

it('answers a mention in the thread it came from', async () => {
  theatre = await stage((app) =>
    app.event('app_mention', async ({ event, say }) => {
      await say({ text: `heard: ${event.text}`, thread_ts: event.thread_ts ?? event.ts });
    }),
  );
  const { people } = theatre;
  const alarm = await people.say('王五', '后端 50% 请求失败 <!channel>', { channel: 'incident-wechat' });
  await people.mention('赵六', '@Backout status', { channel: 'incident-wechat', thread: alarm.ts });
  const answer = await people.waitFor(async () => {
    const replies = await people.thread('李四', 'incident-wechat', alarm.ts);
    return replies.find(({ isBot }) => isBot);
  });
  expect(answer.plain).toBe('heard: @Backout status');
  const [parent] = await people.messages('李四', 'incident-wechat');
  // What a person types is escaped on the way, so it cannot shout.
  expect(parent).toMatchObject({ text: '后端 50% 请求失败 &lt;!channel&gt;', replyCount: 2 });
  expect(await people.violations()).toEqual([]);
});

it('opens what a message shortcut asks for', async () => {
  theatre = await stage((app) =>
    app.shortcut('roll_back_from_here', async ({ ack, shortcut, respond }) => {
      await ack();
      if (shortcut.type === 'message_action') await respond({ text: `about: ${shortcut.message.text}` });
    }),
  );
  const { people } = theatre;
  const { ts } = await people.say('王五', '登录失败');
  await people.shortcut('赵六', { channel: 'C0INCIDENT', message: ts, callback: 'roll_back_from_here' });
  expect(await people.waitForMessage('赵六', 'C0INCIDENT', 'about: 登录失败')).toMatchObject({ isEphemeral: true });
});

it('shares an uploaded file in the thread', async () => {
  const record = '# 回滚记录\n✅ 成功\n';
  theatre = await stage((app) =>
    app.command('/rollback', async ({ ack, client }) => {
      await ack();
      const parent = await client.chat.postMessage({ channel: 'C0INCIDENT', text: 'run r-1' });
      const upload = { channel_id: 'C0INCIDENT', thread_ts: parent.ts ?? '', filename: 'record.md', content: record };
      await client.files.uploadV2({ ...upload, title: '回滚记录', initial_comment: '记录' });
    }),
  );
  const { people } = theatre;
  await people.slash('赵六', '');
  const [file] = (await people.waitFor(async () => {
    const files = await people.files();
    return files[0]?.threadTs && files;
  })) as { id: string; threadTs: string }[];
  expect(file).toMatchObject({ name: 'record.md', title: '回滚记录', size: Buffer.byteLength(record) });
  expect(await people.file(file?.id ?? '')).toBe(record);
  const thread = await people.thread('李四', 'C0INCIDENT', file?.threadTs ?? '');
  expect(thread.map(({ plain }) => plain)).toEqual(['run r-1', '记录\n(file: record.md)']);
  expect(await people.violations()).toEqual([]);
});

it('publishes the Home tab when a person opens it', async () => {
  theatre = await stage((app) =>
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'section' as const, text: { type: 'plain_text' as const, text: '没有待审批' } }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    }),
  );
  await theatre.people.openHome('李四');
  const home = await theatre.people.waitFor(() => theatre.people.home('李四'));
  expect(home.plain).toBe('没有待审批');
  expect(await theatre.people.home('赵六')).toBeNull();
});

it('keeps people out of channels and commands out of threads', async () => {
  theatre = await stage(() => {});
  const { people } = theatre;
  await expect(people.say('访客', 'hi', { channel: '#general' })).rejects.toThrow('访客 is not a member of #general');
  await expect(people.say('nobody', 'hi')).rejects.toThrow('U0ZHAO6 (赵六)');
  await expect(people.slash('赵六', 'list', { thread: '1.2' })).rejects.toThrow(
    '/rollback is not supported in threads. Sorry!',
  );
});
