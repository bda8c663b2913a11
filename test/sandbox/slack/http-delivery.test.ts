import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, type Receiver } from '@slack/bolt';
import { afterEach, expect, it } from 'vitest';
import { SlackClient } from '../../../sandbox/slack/client.js';
import { signedHeaders } from '../../../sandbox/slack/delivery/sign.js';
import { type Slack, startSlack } from '../../../sandbox/slack/workspace.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';

const signingSecret = 'shared with the app';
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A workspace that calls an app at an address where every request is written down and answered by `answer`. */
async function called(answer: (heard: Heard, count: number) => { status?: number; type?: string; body?: string }) {
  const heard: Heard[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      const {
        status = 200,
        type = 'application/json',
        body: said = '',
      } = answer({ headers: request.headers, body }, heard.length);
      response.writeHead(status, { 'content-type': type }).end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return { heard, ...(await workspace(url)) };
}

async function workspace(url: string | (() => string)): Promise<{ slack: Slack; people: SlackClient }> {
  const slack = await startSlack({ delivery: { kind: 'http', url, signingSecret } });
  endings.push(slack.close);
  return { slack, people: new SlackClient(slack.url) };
}

/** An unmodified Bolt app that listens at an address of its own. */
async function boltAtAddress(listen: (app: App) => void) {
  let port = 0;
  const { slack, people } = await workspace(() => `http://127.0.0.1:${port}/slack/events`);
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: slack.botToken,
    receiver: receiver as Receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  listen(app);
  const server = (await app.start(0)) as Server;
  port = (server.address() as AddressInfo).port;
  endings.push(() => app.stop());
  return { slack, people };
}

it('carries a command, a mention, a click and a submission to a Bolt app at its address', async () => {
  const { people } = await boltAtAddress((app) => {
    app.command('/rollback', async ({ ack, client, body }) => {
      await ack({ text: 'here', response_type: 'ephemeral' });
      const text = { type: 'plain_text' as const, text: 'Go' };
      await client.chat.postMessage({
        ...{ channel: body.channel_id, text: 'a card' },
        blocks: [{ type: 'actions', elements: [{ type: 'button', text, action_id: 'go' }] }],
      });
    });
    app.event('app_mention', async ({ event, say }) => void (await say({ text: 'heard', thread_ts: event.ts })));
    app.action('go', async ({ ack, client, body }) => {
      await ack();
      const label = { type: 'plain_text' as const, text: 'Why' };
      const element = { type: 'plain_text_input' as const, action_id: 'text' };
      const [title, submit] = [
        { ...label, text: 'Reason' },
        { ...label, text: 'Send' },
      ];
      const blocks = [{ type: 'input' as const, block_id: 'why', label, element }];
      await client.views.open({
        trigger_id: (body as { trigger_id: string }).trigger_id,
        view: { type: 'modal', callback_id: 'reason', title, submit, blocks },
      });
    });
    app.view('reason', async ({ ack, view }) => {
      const said = view.state.values.why?.text?.value;
      await (said === 'good' ? ack() : ack({ response_action: 'errors', errors: { why: 'not good enough' } }));
    });
  });
  expect(await people.slash('赵六', 'status')).toMatchObject({ ok: true });
  await people.waitForMessage('赵六', 'C0INCIDENT', 'here');
  const { ts } = await people.mention('赵六', 'status');
  await people.waitFor(async () => (await people.thread('赵六', 'C0INCIDENT', ts)).length === 2);
  await people.waitForMessage('赵六', 'C0INCIDENT', '[Go]');
  expect(await people.click('赵六', 'Go')).toMatchObject({ ok: true });
  await people.waitForModal('赵六');
  expect(await people.submit('赵六', { Why: 'bad' })).toEqual({
    ok: false,
    error: 'field_errors',
    errors: { Why: 'not good enough' },
  });
  expect(await people.submit('赵六', { Why: 'good' })).toEqual({ ok: true });
  expect(await people.verifyUrl()).toEqual({ ok: true });
  expect(await people.violations()).toEqual([]);
});

it('signs every request as Slack does, forms and JSON alike', async () => {
  const { heard, people } = await called(() => ({}));
  await people.slash('赵六', '方案2 100% & more');
  await people.mention('赵六', 'status');
  const [command, event] = heard;
  for (const { headers, body } of [command, event].filter((each) => each !== undefined)) {
    const at = Number(headers['x-slack-request-timestamp']);
    expect(Math.abs(Date.now() / 1000 - at)).toBeLessThan(10);
    expect(headers).toMatchObject(signedHeaders(signingSecret, body, at));
  }
  expect(command?.headers['content-type']).toContain('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(command?.body))).toMatchObject({
    command: '/rollback',
    text: '方案2 100% & more',
    user_id: 'U0ZHAO6',
  });
  expect(JSON.parse(event?.body ?? '')).toMatchObject({ type: 'event_callback', event: { type: 'app_mention' } });
});

it('tries an event again, in order and saying why, until it is taken', async () => {
  const { heard, people } = await called((_heard, count) => ({ status: count < 3 ? 500 : 200 }));
  expect(await people.mention('赵六', 'status')).toMatchObject({ ok: true, isQueued: true });
  await waitUntil(async () => heard.length === 3, { what: 'the second retry' });
  expect(heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ]);
  expect(new Set(heard.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
  expect((await people.violations()).map(({ rule }) => rule)).toEqual(['http-status', 'http-status']);
});

it('does not try a command again, and tells the person that it failed', async () => {
  const { heard, people } = await called(() => ({ status: 503 }));
  expect(await people.slash('赵六', 'status')).toMatchObject({ ok: false, error: 'dispatch_failed' });
  const [notice] = await people.messages('赵六', 'C0INCIDENT');
  expect(notice?.plain).toBe('/rollback failed with the error "dispatch_failed"');
  expect(heard).toHaveLength(1);
});

it('shows a bare text that a command is answered with', async () => {
  const { people } = await called(() => ({ type: 'text/plain', body: 'one moment' }));
  await people.slash('赵六', 'status');
  expect((await people.messages('赵六', 'C0INCIDENT')).at(-1)).toMatchObject({
    plain: 'one moment',
    isEphemeral: true,
  });
});

it('says that a request URL failed when the challenge does not come back', async () => {
  const { people } = await called(() => ({ body: '{"challenge":"something else"}' }));
  expect(await people.verifyUrl()).toEqual({ ok: false });
});
