import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Slack } from '../../../sandbox/slack/workspace.js';
import { boltApp, type Stage, stage } from './bolt-app.js';

let theatre: Stage;
afterEach(() => theatre.end());

/** A connection that stays, whatever it is asked, and acknowledges everything. */
async function connectStubbornly({ appToken, apiUrl }: Slack, hear: () => void): Promise<WebSocket> {
  const { url = '' } = await new WebClient(appToken, { slackApiUrl: apiUrl }).apps.connections.open({});
  const socket = new WebSocket(url);
  socket.on('message', (data) => {
    const { envelope_id: id } = JSON.parse(String(data));
    if (id === undefined) return;
    hear();
    socket.send(JSON.stringify({ envelope_id: id }));
  });
  await once(socket, 'message');
  return socket;
}

const eager = () =>
  new WebClient(theatre.slack.botToken, {
    slackApiUrl: theatre.slack.apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });

it('hands each payload to exactly one of two connections', async () => {
  const heard: string[] = [];
  theatre = await stage((app) =>
    app.command('/rollback', async ({ ack }) => {
      heard.push('first');
      await ack();
    }),
  );
  const second = boltApp(theatre.slack);
  second.command('/rollback', async ({ ack }) => {
    heard.push('second');
    await ack();
  });
  await second.start();
  expect(await theatre.people.connections()).toBe(2);
  for (let count = 0; count < 4; count++) await theatre.people.slash('赵六', 'status');
  expect(heard.toSorted()).toEqual(['first', 'first', 'second', 'second']);
  await second.stop();
});

it('loses the answer of a call that was carried out', async () => {
  theatre = await stage(() => {});
  await theatre.people.fault({ method: 'chat.postMessage', kind: 'drop-reply' });
  await expect(eager().chat.postMessage({ channel: 'C0INCIDENT', text: 'posted or not?' })).rejects.toThrow();
  await theatre.people.waitForMessage('赵六', 'C0INCIDENT', 'posted or not?');
});

it('answers 429, 500 and any error on demand, as often as asked', async () => {
  theatre = await stage(() => {});
  const { people } = theatre;
  const post = () => eager().chat.postMessage({ channel: 'C0INCIDENT', text: 'hello' });
  await people.fault({ kind: '429', retryAfter: 7 });
  await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
  await people.fault({ method: 'chat.postMessage', kind: 'error', error: 'fatal_error', times: 2 });
  await expect(post()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
  await expect(post()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
  await people.fault({ kind: 'http-500' });
  await expect(post()).rejects.toThrow();
  expect(await post()).toMatchObject({ ok: true });
  expect((await people.calls('chat.postMessage')).map(({ ok }) => ok)).toEqual([false, false, false, false, true]);
});

it('delivers an event twice on demand', async () => {
  const heard: string[] = [];
  theatre = await stage((app) => app.event('app_mention', async ({ body }) => void heard.push(body.event_id)));
  await theatre.people.fault({ kind: 'duplicate', delivery: 'event' });
  await theatre.people.mention('赵六', 'status');
  expect(heard).toHaveLength(2);
  expect(new Set(heard).size).toBe(1);
});

it('keeps an event for an app that is away and delivers it when it is back', async () => {
  const heard: string[] = [];
  theatre = await stage(() => {});
  await theatre.app.stop();
  await theatre.people.waitFor(async () => (await theatre.people.connections()) === 0);
  expect(await theatre.people.mention('赵六', 'status')).toMatchObject({ ok: true, isQueued: true });
  const returned = boltApp(theatre.slack);
  const arrived = new Promise<void>((resolve) =>
    returned.event('app_mention', async ({ event, context }) => {
      heard.push(`${event.text} retry ${context.retryNum}`);
      resolve();
    }),
  );
  await returned.start();
  await arrived;
  expect(heard).toEqual(['<@U0BACKOUT> status retry 1']);
  await returned.stop();
});

it('hands nothing more to a connection that it asked to leave, soon after', async () => {
  theatre = await stage(() => {});
  const { people, slack } = theatre;
  await theatre.app.stop();
  await people.waitFor(async () => (await people.connections()) === 0);
  const heard: string[] = [];
  const first = await connectStubbornly(slack, () => heard.push('first'));
  const second = await connectStubbornly(slack, () => heard.push('second'));
  await people.refreshSocket();
  // Payloads go round: as long as both count, no three in a row go to the same one.
  while (heard.slice(-3).join() !== 'second,second,second') {
    await people.slash('赵六', 'status');
    await pause(50);
  }
  for (const socket of [first, second]) socket.close();
});

it('asks a connection to reconnect, and the app comes back', async () => {
  theatre = await stage((app) => app.command('/rollback', ({ ack }) => ack('here')));
  const { people } = theatre;
  await people.refreshSocket();
  await people.waitFor(async () => (await people.connections()) === 0);
  await people.waitFor(async () => (await people.connections()) === 1, { timeoutMs: 10_000 });
  await people.slash('赵六', 'status');
  await people.waitForMessage('赵六', 'C0INCIDENT', 'here');
});
