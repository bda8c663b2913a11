import type { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { type Stage, stage } from './bolt-app.js';

let theatre: Stage;
afterEach(() => theatre.end());

const rules = async () => (await theatre.people.violations()).map(({ rule }) => rule);
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error) => error.data?.error ?? error.message,
  );

describe('the three seconds', () => {
  it('reports a late acknowledgement and shows the person what Slack shows', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    theatre = await stage((app) => app.command('/rollback', ({ ack }) => held.then(() => ack())));
    const { people } = theatre;
    expect(await people.slash('赵六', 'list')).toMatchObject({ ok: false, error: 'operation_timeout' });
    const [notice] = await people.messages('赵六', 'C0INCIDENT');
    expect(notice?.plain).toBe('/rollback failed with the error "operation_timeout"');
    expect(await rules()).toEqual(['no-ack']);
    release();
    await people.waitFor(async () => (await rules()).includes('late-ack'));
  });

  it('reports a button nobody listens to', async () => {
    theatre = await stage(() => {});
    const button = { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Go' }, action_id: 'unheard' };
    await theatre.app.client.chat.postMessage({
      channel: 'C0INCIDENT',
      text: 'x',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    expect(await theatre.people.click('赵六', 'Go')).toMatchObject({
      ok: false,
      shown: expect.stringContaining('triangle'),
    });
    expect(await theatre.people.violations()).toMatchObject([
      { rule: 'no-ack', detail: expect.stringContaining('unheard') },
    ]);
  });

  it('answers a command like Slack when the app is away', async () => {
    theatre = await stage(() => {});
    await theatre.app.stop();
    await theatre.people.waitFor(async () => (await theatre.people.connections()) === 0);
    expect(await theatre.people.slash('赵六', 'list')).toMatchObject({ ok: false, error: 'dispatch_failed' });
    expect(await rules()).toEqual([]);
  });
});

describe('the Web API', () => {
  const plainApp = (_app: App) => {};

  it.each([
    ['channel_not_found', { channel: 'C0NOWHERE', text: 'a' }],
    ['not_in_channel', { channel: 'C0GENERAL', text: 'a' }],
    ['no_text', { channel: 'C0INCIDENT' }],
    ['msg_too_long', { channel: 'C0INCIDENT', text: 'x'.repeat(40_001) }],
  ])('answers %s', async (error, args) => {
    theatre = await stage(plainApp);
    expect(await errorOf(theatre.app.client.apiCall('chat.postMessage', args))).toBe(error);
  });

  it('points at what is wrong in the blocks', async () => {
    theatre = await stage(plainApp);
    const blocks = [{ type: 'divider' }, { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    const error = await theatre.app.client.chat
      .postMessage({ channel: 'C0INCIDENT', text: 'a', blocks })
      .catch((each) => each.data);
    const detail = 'must be at most 150 characters [json-pointer:/blocks/1/text/text]';
    expect(error).toMatchObject({
      error: 'invalid_blocks',
      errors: [detail],
      response_metadata: { messages: [`[ERROR] ${detail}`] },
    });
    expect(await theatre.people.violations()).toMatchObject([{ rule: 'invalid-blocks', detail }]);
  });

  it('notes what Slack delivers but a careful app would not send', async () => {
    theatre = await stage(plainApp);
    const button = { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Go' } };
    const section = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'disk full <!channel>' } };
    await theatre.app.client.chat.postMessage({
      channel: 'C0INCIDENT',
      text: '',
      blocks: [section, { type: 'actions', elements: [button] }],
    });
    expect(await rules()).toEqual(['missing-text', 'unescaped-special', 'missing-action-id']);
  });

  it('checks tokens, scopes, methods and whose message it is', async () => {
    theatre = await stage(plainApp);
    const { app, slack, people } = theatre;
    const stranger = new WebClient('xoxb-wrong', { slackApiUrl: slack.apiUrl });
    const nobody = new WebClient(undefined, { slackApiUrl: slack.apiUrl });
    const { ts } = await people.say('王五', '登录失败');
    expect(await errorOf(stranger.auth.test())).toBe('invalid_auth');
    expect(await errorOf(nobody.auth.test())).toBe('not_authed');
    expect(await errorOf(app.client.reactions.add({ channel: 'C0INCIDENT', timestamp: ts, name: 'eyes' }))).toBe(
      'missing_scope',
    );
    expect(await errorOf(app.client.apiCall('chat.teleport'))).toBe('unknown_method');
    expect(await errorOf(app.client.chat.update({ channel: 'C0INCIDENT', ts, text: 'a' }))).toBe('cant_update_message');
    expect(await errorOf(app.client.chat.update({ channel: 'C0INCIDENT', ts: '1.1', text: 'a' }))).toBe(
      'message_not_found',
    );
    expect(await errorOf(app.client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
    const guest = await app.client.users.info({ user: 'U0GUEST' });
    expect(guest.user).toMatchObject({ is_restricted: true, real_name: '访客' });
  });

  it('validates blocks without posting them', async () => {
    theatre = await stage(plainApp);
    const { client } = theatre.app;
    expect(await client.blocks.validate({ blocks: [{ type: 'divider' }] })).toMatchObject({ ok: true });
    const refused = await client.blocks.validate({ blocks: [{ type: 'nope' }] }).catch((error) => error.data);
    expect(refused).toMatchObject({ error: 'invalid_blocks', errors: [{ pointer: '/blocks/0/type' }] });
    expect(await rules()).toEqual([]);
  });

  it('counts rates: noted at once, refused only when clearly over', async () => {
    theatre = await stage(plainApp, { now: () => 1_763_654_400_000 });
    const client = new WebClient(theatre.slack.botToken, {
      slackApiUrl: theatre.slack.apiUrl,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    });
    const post = () => client.chat.postMessage({ channel: 'C0INCIDENT', text: 'a' });
    const first = await post();
    expect([first.ts, (await post()).ts]).toEqual(['1763654400.000000', '1763654400.000100']);
    for (let count = 0; count < 8; count++) await post();
    expect(await rules()).toEqual([]);
    for (let count = 0; count < 9; count++) await post();
    expect(new Set(await rules())).toEqual(new Set(['rate']));
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
  });
});

describe('response_url', () => {
  it('may be used five times within thirty minutes', async () => {
    let now = Date.parse('2026-11-20T08:00:00Z');
    const urls: string[] = [];
    theatre = await stage(
      (app) =>
        app.command('/rollback', async ({ ack, command }) => {
          urls.push(command.response_url);
          await ack();
        }),
      { now: () => now },
    );
    const { people } = theatre;
    await people.slash('赵六', '');
    await people.slash('赵六', '');
    const answer = async (url = '') =>
      (await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'again' }) })).status;
    for (let count = 0; count < 5; count++) expect(await answer(urls[0])).toBe(200);
    expect(await answer(urls[0])).toBe(404);
    now += 31 * 60_000;
    expect(await answer(urls[1])).toBe(404);
    expect(await rules()).toEqual(['overused-response-url', 'expired-response-url']);
  });
});
