import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { SlackClient } from '../../sandbox/slack/client.js';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { freePort } from '../../sandbox/systems/free-port.js';
import { Secret } from '../../src/domain/secret.js';
import type { SlackTransport } from '../../src/slack/hearing.js';
import { awaiting } from './projecting.js';
import { SIGNING_SECRET, send } from './signed.js';
import { INCIDENT, slackSide } from './stage.js';

type Side = Awaited<ReturnType<typeof slackSide>>;
let slack: Slack;
let people: SlackClient;
let side: Side;
let origin: string;
let url: string;
let transport: SlackTransport;

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  url = `${origin}/slack/events`;
  const signingSecret = new Secret(SIGNING_SECRET);
  transport = { kind: 'http', signingSecret, listenAt: { host: '127.0.0.1', port } };
  slack = await startSlack({ delivery: { kind: 'http', url, signingSecret: SIGNING_SECRET } });
  people = new SlackClient(slack.url);
  side = await slackSide(slack, { transport });
});
afterAll(async () => {
  await side?.app.stop();
  await slack?.close();
});
afterEach(async () => {
  expect(await people.violations()).toEqual([]);
});

/** `@Backout help` below a message that is there. */
const mention = (id: string, ts = '1.1') => {
  const text = `<@${slack.state.bot.userId}> help`;
  const event = { type: 'app_mention', user: 'U0ZHAO6', text, ts, channel: INCIDENT };
  return JSON.stringify({ type: 'event_callback', event_id: id, team_id: slack.state.team.id, event });
};

it('hears commands, mentions, clicks and dialogs without a connection of its own', async () => {
  expect(side.started).toMatchObject({ ok: true });
  expect(side.app.connected()).toBe(true);
  expect(await people.connections()).toBe(0);

  await people.slash('赵六', 'scheme-a');
  await people.waitForModal('赵六');
  const sent = await people.submit('赵六', { 严重程度: 'P0 立即回滚', 原因: ' ', 影响: '约 60% 用户' });
  expect(sent).toMatchObject({ ok: false, errors: expect.anything() });
  await people.closeModal('赵六', { all: true });

  side.show(awaiting);
  await people.waitForMessage('李四', INCIDENT, '[批准');
  await people.click('李四', '批准', { confirm: true });
  await people.waitFor(async () => side.asked.some(({ call }) => call === 'decide'));
});

it('answers the challenge with which Slack tries the address', async () => {
  const response = await send(url, JSON.stringify({ type: 'url_verification', challenge: 'a-challenge' }));
  expect(await response.json()).toEqual({ challenge: 'a-challenge' });
});

it.each([
  ['a wrong secret', { secret: 'f'.repeat(32) }],
  ['a request that is six minutes old', { at: Math.floor(Date.now() / 1000) - 360 }],
  ['no time', { headers: { 'x-slack-request-timestamp': 'soon' } }],
])('refuses %s with 401', async (_, how) => {
  const posts = async () => (await people.calls('chat.postMessage')).length;
  const before = await posts();
  expect((await send(url, mention('Ev0WRONG'), how)).status).toBe(401);
  expect(await posts()).toBe(before);
});

it('refuses what nobody signed, and says in the log once what may be wrong', async () => {
  const response = await fetch(url, { method: 'POST', body: mention('Ev0NONE') });
  expect(response.status).toBe(401);
  const said = side.lines.filter(({ msg }) => String(msg).includes('SLACK_SIGNING_SECRET is wrong'));
  expect(said).toHaveLength(1);
});

it.each(['/', '/slack', '/slack/events/', '/metrics', '//', '/%'])('has nothing at %s', async (path) => {
  expect(await statusOf(path)).toBe(404);
});

it('has nothing to read where Slack sends', async () => {
  expect((await fetch(url)).status).toBe(404);
});

it('takes no body that no Slack would send', async () => {
  const response = await send(url, 'x'.repeat(1024 * 1024 + 1)).catch(() => undefined);
  expect(response?.status ?? 413).toBe(413);
});

it('refuses what is signed and makes no sense', async () => {
  expect((await send(url, '{')).status).toBe(400);
});

it('hears an event once that Slack sends again', async () => {
  const posts = async () => (await people.calls('chat.postMessage')).length;
  const before = await posts();
  const { ts } = await people.say('赵六', '谁来看一下？', { channel: INCIDENT });
  const headers = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
  expect((await send(url, mention('Ev0TWICE', ts))).status).toBe(200);
  expect((await send(url, mention('Ev0TWICE', ts), { headers })).status).toBe(200);
  expect((await send(url, mention('Ev0THIRD', ts))).status).toBe(200);
  await people.waitFor(async () => (await posts()) >= before + 2);
  await side.app.stop();
  expect(await posts()).toBe(before + 2);
  side = await slackSide(slack, { transport });
});

it('hears what was said while it was away', async () => {
  const posts = async () => (await people.calls('chat.postMessage')).length;
  const before = await posts();
  await side.app.stop();
  await people.mention('赵六', '@Backout help', { channel: INCIDENT });
  side = await slackSide(slack, { transport });
  await people.waitFor(async () => (await posts()) === before + 1, { timeoutMs: 10_000 });
}, 20_000);

it('lets go of whoever sends slowly', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('POST /slack/events HTTP/1.1\r\nhost: a\r\n');
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 408/);
}, 15_000);

it('says which port it cannot have', async () => {
  const second = await slackSide(slack, { transport });
  expect(second.started).toMatchObject({
    failure: {
      code: 'port.unusable',
      at: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      detail: expect.stringContaining('EADDRINUSE'),
    },
  });
  await second.app.stop();
});

it('ends at once although somebody keeps a connection', async () => {
  const port = await freePort();
  const other = await slackSide(slack, {
    transport: { ...transport, listenAt: { host: '127.0.0.1', port } } as SlackTransport,
  });
  const held = connect(port, '127.0.0.1');
  await new Promise((resolve) => held.once('connect', resolve));
  const startedAt = performance.now();
  await other.app.stop();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(other.app.connected()).toBe(false);
  held.destroy();
});

/** `fetch` would tidy the path up. */
function statusOf(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`),
    );
    socket.once('data', (data) => resolve(Number(String(data).split(' ')[1])));
    socket.once('error', reject);
  });
}
