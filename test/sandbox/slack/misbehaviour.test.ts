import { once } from 'node:events';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eagerClient, errorOf, type Stage, stage } from './bolt-app.js';

// Each misbehaviour of Slack's that can be switched on, as an app meets it.
let theatre: Stage;
afterEach(() => theatre.end());

const INCIDENT = 'C0INCIDENT';
const eager = () => eagerClient(theatre.slack);
const post = (text: string, more: object = {}) => eager().chat.postMessage({ channel: INCIDENT, text, ...more });

it('lists what is switched on and what could be, and ends one kind or all', async () => {
  theatre = await stage(() => {});
  const { people } = theatre;
  await people.fault({ kind: 'no-plan-block' });
  await people.fault({ kind: '429', method: 'chat.update', retryAfter: 2, times: 3 });
  await people.fault({ kind: 'late', seconds: 9 });
  const { faults, kinds } = await people.faults();
  expect(faults).toEqual([
    { kind: 'no-plan-block' },
    { kind: '429', method: 'chat.update', retryAfter: 2, times: 3 },
    { kind: 'late', seconds: 9, times: 1 },
  ]);
  expect(kinds.length).toBeGreaterThan(10);
  for (const { title, hint } of kinds as unknown as { title: Record<string, string>; hint: Record<string, string> }[]) {
    for (const text of [title, hint]) expect(Object.keys(text)).toEqual(['zh-CN', 'en']);
  }
  await people.clearFaults('429');
  expect((await people.faults()).faults.map(({ kind }) => kind)).toEqual(['no-plan-block', 'late']);
  await people.clearFaults();
  expect((await people.faults()).faults).toEqual([]);
});

it('refuses a misbehaviour it does not know, and options that would do nothing', async () => {
  theatre = await stage(() => {});
  await expect(theatre.people.fault({ kind: 'rain' as 'slow' })).rejects.toThrow('unknown_fault');
  await expect(theatre.people.fault({ kind: 'slow', retryAfter: 1 })).rejects.toThrow('retryAfter');
});

it('answers slowly, the work done before', async () => {
  theatre = await stage(() => {});
  await theatre.people.fault({ kind: 'slow', method: 'chat.postMessage', seconds: 60 });
  const client = new WebClient(theatre.slack.botToken, {
    slackApiUrl: theatre.slack.apiUrl,
    timeout: 200,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  await expect(client.chat.postMessage({ channel: INCIDENT, text: 'done all the same' })).rejects.toThrow();
  await theatre.people.waitForMessage('赵六', INCIDENT, 'done all the same');
});

it('delivers a command twice with one trigger, which opens one dialog', async () => {
  const triggers: string[] = [];
  theatre = await stage((app) =>
    app.command('/rollback', async ({ ack, body }) => {
      triggers.push(body.trigger_id);
      await ack();
    }),
  );
  await theatre.people.fault({ kind: 'duplicate', delivery: 'command' });
  await theatre.people.slash('赵六', 'status');
  await theatre.people.waitFor(async () => triggers.length === 2);
  expect(new Set(triggers).size).toBe(1);
});

it('delivers late: the person sees a failure, the trigger is no use, and that is nobody’s fault', async () => {
  let open: Promise<string> | undefined;
  theatre = await stage((app) =>
    app.command('/rollback', async ({ ack, body, client }) => {
      await ack();
      const title = { type: 'plain_text' as const, text: 'Late' };
      open = errorOf(client.views.open({ trigger_id: body.trigger_id, view: { type: 'modal', title, blocks: [] } }));
    }),
  );
  await theatre.people.fault({ kind: 'late', delivery: 'command', seconds: 3.3 });
  expect(await theatre.people.slash('赵六', 'status')).toMatchObject({ ok: false, error: 'operation_timeout' });
  await theatre.people.waitFor(async () => open !== undefined);
  expect(await open).toBe('expired_trigger_id');
  expect(await theatre.people.violations()).toEqual([]);
});

it('delivers the newest event once more when asked to', async () => {
  const heard: (string | number | undefined)[] = [];
  theatre = await stage((app) => app.event('app_mention', async ({ context }) => void heard.push(context.retryNum)));
  expect(await theatre.people.replayEvent()).toEqual({ ok: false });
  await theatre.people.mention('赵六', 'status');
  await theatre.people.replayEvent();
  expect(heard).toEqual([undefined, 3]);
});

it('refuses triggers and response URLs', async () => {
  let trigger = '';
  let url = '';
  theatre = await stage((app) =>
    app.command('/rollback', async ({ ack, body }) => {
      [trigger, url] = [body.trigger_id, body.response_url];
      await ack();
    }),
  );
  const { people } = theatre;
  await people.slash('赵六', 'status');
  await people.fault({ kind: 'expired-trigger' });
  const title = { type: 'plain_text' as const, text: 'x' };
  const view = { type: 'modal' as const, title, blocks: [] };
  expect(await errorOf(eager().views.open({ trigger_id: trigger, view }))).toBe('expired_trigger_id');
  expect(await errorOf(eager().views.open({ trigger_id: trigger, view }))).toBe('ok');
  const respond = () => fetch(url, { method: 'POST', body: JSON.stringify({ text: 'answer' }) });
  await people.fault({ kind: 'response-url', error: 'expired_url' });
  expect(await (await respond()).json()).toEqual({ ok: false, error: 'expired_url' });
  await people.fault({ kind: '429', method: 'response_url' });
  expect((await respond()).status).toBe(429);
  expect((await respond()).status).toBe(200);
  expect(await people.violations()).toEqual([]);
});

it('loses ephemeral messages without a word', async () => {
  theatre = await stage((app) =>
    app.command('/rollback', async ({ ack, respond }) => {
      await ack();
      await respond('lost too');
    }),
  );
  const { people } = theatre;
  await people.fault({ kind: 'ephemeral-loss' });
  expect(await eager().chat.postEphemeral({ channel: INCIDENT, user: 'U0ZHAO6', text: 'lost' })).toMatchObject({
    ok: true,
    message_ts: expect.stringMatching(/^\d+\.\d{6}$/),
  });
  await people.slash('赵六', 'status');
  await people.clearFaults();
  await eager().chat.postEphemeral({ channel: INCIDENT, user: 'U0ZHAO6', text: 'seen' });
  expect((await people.messages('赵六', INCIDENT)).map(({ plain }) => plain)).toEqual(['seen']);
});

it('has no plan blocks', async () => {
  theatre = await stage(() => {});
  const blocks = [
    { type: 'divider' },
    { type: 'plan', title: 'Steps', tasks: [{ type: 'task_card', task_id: 'a', title: 'One', status: 'pending' }] },
  ];
  expect(await errorOf(post('with a plan', { blocks }))).toBe('ok');
  await theatre.people.fault({ kind: 'no-plan-block' });
  const refused = await post('refused', { blocks }).catch((error) => error.data);
  expect(refused).toMatchObject({ error: 'invalid_blocks', errors: [expect.stringContaining('/blocks/1/type')] });
  expect(await errorOf(post('plain', { blocks: [{ type: 'divider' }] }))).toBe('ok');
  expect(await theatre.people.violations()).toEqual([]);
});

it('takes no uploads, and no token', async () => {
  theatre = await stage(() => {});
  const { people } = theatre;
  const upload = () => eager().filesUploadV2({ channel_id: INCIDENT, filename: 'a.md', content: '记录' });
  await people.fault({ kind: 'upload-fails' });
  await expect(upload()).rejects.toThrow();
  await people.clearFaults();
  await expect(upload()).resolves.toMatchObject({ ok: true });
  await people.fault({ kind: 'token-revoked', error: 'account_inactive' });
  expect(await errorOf(post('a'))).toBe('account_inactive');
  expect(await errorOf(eager().auth.test())).toBe('account_inactive');
  await people.clearFaults();
  expect(await errorOf(post('a'))).toBe('ok');
});

it('drops connections, and turns new ones away', async () => {
  theatre = await stage((app) => app.command('/rollback', ({ ack }) => ack('here')));
  const { people } = theatre;
  const open = async () => {
    const { url } = await new WebClient(theatre.slack.appToken, {
      slackApiUrl: theatre.slack.apiUrl,
    }).apps.connections.open();
    const socket = new WebSocket(url ?? '');
    const [said] = await once(socket, 'message');
    socket.terminate();
    return JSON.parse(String(said));
  };
  await people.fault({ kind: 'too-many-sockets', times: 1 });
  expect(await open()).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(await open()).toMatchObject({ type: 'hello' });
  await people.dropSockets();
  await people.waitFor(async () => (await people.connections()) === 0);
  await people.waitFor(async () => (await people.connections()) === 1, { timeoutMs: 10_000 });
});
