import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Result } from '../../sandbox/slack/acts/act.js';
import { SlackClient } from '../../sandbox/slack/client.js';
import { startSlack } from '../../sandbox/slack/workspace.js';
import type { RunState } from '../../src/run/state.js';
import { awaiting, running } from './projecting.js';
import { INCIDENT, slackSide, stage } from './stage.js';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Tokens and a port under which a workspace starts later. */
async function workspaceToCome() {
  const { port, apiUrl, botToken, appToken, close } = await startSlack();
  await close();
  return { port, apiUrl, botToken, appToken };
}

it('starts without Slack, and works once it is there', async () => {
  const coming = await workspaceToCome();
  const side = await slackSide(coming);
  endings.push(() => side.app.stop());
  expect(side.started).toMatchObject({ ok: true });
  expect(side.app.connected()).toBe(false);
  side.show(awaiting);

  const slack = await startSlack(coming);
  endings.push(slack.close);
  const people = new SlackClient(slack.url);
  await people.waitForMessage('李四', INCIDENT, '[批准', { timeoutMs: 10_000 });
  await people.waitFor(async () => (await people.connections()) === 2, { timeoutMs: 10_000 });
  expect(side.app.connected()).toBe(true);
  await people.slash('赵六', 'help');
  await people.waitForMessage('赵六', INCIDENT, '/rollback list-backups');
  expect(await people.violations()).toEqual([]);
});

it('connects again after Slack went away', async () => {
  const theatre = await stage();
  endings.push(() => theatre.app.stop());
  await theatre.slack.close();
  await expect.poll(() => theatre.app.connected()).toBe(false);
  const { port, botToken, appToken } = theatre.slack;
  const slack = await startSlack({ port, botToken, appToken });
  endings.push(slack.close);
  const people = new SlackClient(slack.url);
  await people.waitFor(async () => (await people.connections()) === 2, { timeoutMs: 10_000 });
  await people.slash('赵六', 'help');
  await people.waitForMessage('赵六', INCIDENT, '/rollback list-backups');
});

it('hears every command while Slack renews both connections', async () => {
  const theatre = await stage();
  endings.push(theatre.end);
  const { people, lines } = theatre;
  const connectionsAre = (count: number) =>
    people.waitFor(async () => (await people.connections()) === count, { timeoutMs: 10_000 });
  const renew = async () => {
    await connectionsAre(2);
    await people.refreshSocket();
    // The new one listens before the old one is gone.
    await connectionsAre(3);
    await connectionsAre(2);
  };
  let isRenewing = true;
  const renewals = renew()
    .then(renew)
    .finally(() => {
      isRenewing = false;
    });
  const said: Result[] = [];
  while (isRenewing || said.length < 20) {
    said.push(await people.slash('赵六', 'help'));
    await sleep(100);
  }
  await renewals;

  expect(said.filter(({ ok }) => !ok)).toEqual([]);
  const answers = async () => (await people.messages('赵六', INCIDENT)).filter(({ isEphemeral }) => isEphemeral);
  await people.waitFor(async () => (await answers()).length === said.length);
  expect(lines.filter(({ reason }) => reason === 'refresh_requested')).toHaveLength(2);
  expect(await people.violations()).toEqual([]);
}, 30_000);

it('says what to do when Slack takes no more connections, and connects when it does', async () => {
  const slack = await startSlack();
  endings.push(slack.close);
  const people = new SlackClient(slack.url);
  await people.fault({ kind: 'too-many-sockets', times: 2 });
  const side = await slackSide(slack);
  endings.push(() => side.app.stop());
  expect(side.started).toMatchObject({ ok: true });
  const advice = () => side.lines.filter(({ reason }) => reason === 'too_many_websockets');
  await expect.poll(() => advice().length).toBe(2);
  expect(advice()[0]).toMatchObject({ level: 50, msg: expect.stringContaining('stop the other bots') });
  await people.waitFor(async () => (await people.connections()) === 2, { timeoutMs: 30_000 });
  expect(side.app.connected()).toBe(true);
}, 40_000);

it.each([
  ['SLACK_BOT_TOKEN', { botToken: 'xoxb-wrong' }],
  ['SLACK_APP_TOKEN', { appToken: 'xapp-wrong' }],
])('says at the start that Slack refuses %s', async (at, tokens) => {
  const theatre = await stage(tokens);
  endings.push(theatre.end);
  expect(theatre.started).toMatchObject({ ok: false, failure: { code: 'secret.missing', at, detail: 'invalid_auth' } });
});

it('opens a dialog at once while Slack puts off the progress', async () => {
  const theatre = await stage();
  endings.push(theatre.end);
  const { people, show } = theatre;
  // Another system's run, so that a dialog may open for this one.
  const ofShop = (state: RunState) => ({
    ...state,
    request: { ...state.request, plan: { ...state.request.plan, name: 'shop' } },
  });
  show(ofShop(awaiting));
  await people.waitForMessage('李四', INCIDENT, '[批准');
  await people.fault({ method: 'chat.update', kind: '429', retryAfter: 30 });
  show(ofShop(running));
  await people.waitFor(async () => (await people.calls('chat.update')).some(({ error }) => error === 'ratelimited'));
  const asked = Date.now();
  await people.slash('赵六', 'scheme-a');
  await people.waitForModal('赵六');
  // Far sooner than Slack's thirty seconds are over, however busy this machine is.
  expect(Date.now() - asked).toBeLessThan(10_000);
});

it('does nothing for a press on the copy that a lost answer left behind, and marks it', async () => {
  const theatre = await stage();
  endings.push(theatre.end);
  const { people, show, slack, store } = theatre;
  await people.fault({ method: 'chat.postMessage', kind: 'drop-reply' });
  show(awaiting);
  const kept = await people.waitForMessage('李四', INCIDENT, '[批准');
  await people.waitFor(async () => (await store.find(awaiting.id, 'request-file')) !== undefined);
  const copies = slack.state.messages.filter(({ metadata }) => JSON.stringify(metadata ?? '').includes('"card"'));
  expect(copies).toHaveLength(2);
  const lost = copies.find(({ ts }) => ts !== kept.ts);
  // The card had no buttons when it was posted; one is put on so that there is something to press.
  if (lost) lost.blocks = kept.blocks as typeof lost.blocks;
  await people.click('李四', '批准', { message: lost?.ts ?? '', confirm: true });
  expect((await people.waitForMessage('李四', INCIDENT, '您这次点击没有生效')).isEphemeral).toBe(true);
  await people.waitFor(async () => lost?.text.includes('已作废'));
  expect(JSON.stringify(lost?.blocks)).toContain(kept.ts.replace('.', ''));
  expect(JSON.stringify(lost?.blocks)).not.toContain('approve');
  expect(theatre.asked).toEqual([]);
  expect(await people.violations()).toEqual([]);
});

it('refuses to hear a workspace that is not the one it was told', async () => {
  const slack = await startSlack();
  endings.push(slack.close);
  const side = await slackSide(slack, { team: 'T0OTHER' });
  endings.push(() => side.app.stop());
  expect(side.started).toMatchObject({
    failure: { code: 'slack.other-team', at: 'T0BACKOUT', facts: { team: 'T0OTHER' } },
  });
  expect(side.app.connected()).toBe(false);
});
