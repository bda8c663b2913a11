import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { stage as connectBot, type Stage } from '../sandbox/slack/bolt-app.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';

describeInBrowser('a reader of the local Slack', () => {
  let slack: Slack;
  let demo: DemoPage;

  beforeAll(async () => {
    slack = await startSlack();
    demo = await openDemoPage(slack.url);
  });
  afterAll(async () => {
    await demo?.close();
    await slack?.close();
  });

  const post = (args: Record<string, unknown>) =>
    fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'C0INCIDENT', ...args }),
    }).then((response) => response.json() as Promise<{ ok: boolean; ts: string }>);
  const list = () => demo.channel.locator('.messages');
  const toEnd = () =>
    list().evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  const fromTop = () => list().evaluate((element) => element.scrollTop);

  test('the steps and the roles are in the language of the page; an app without a Home view says so', async () => {
    await demo.sees('三步试用');
    expect(await demo.page.locator('.people').innerText()).toContain('运维负责人 · 值班');
    await demo.page.getByRole('button', { name: 'English' }).click();
    await demo.sees('Try it in three steps');
    expect(await demo.page.locator('.people').innerText()).toContain('Operations lead · on call');
    await demo.page.getByRole('button', { name: '中文' }).click();
    await demo.page.locator('.sidebar').getByRole('button', { name: 'Backout' }).click();
    await demo.sees('Backout 还没有发布主页。');
    await demo.page.locator('.sidebar').getByText('incident-wechat').click();
  });

  test('a slash proposes the commands that exist', async () => {
    await demo.channel.getByRole('textbox').fill('/');
    const proposed = await demo.channel.locator('.hints code').allInnerTexts();
    const names = ['help', 'list-backups', 'schemes', 'scheme-a', '方案2', 'status', 'record', 'contacts'];
    expect(proposed).toEqual(expect.arrayContaining(names.map((name) => `/rollback ${name}`)));
    await demo.channel.getByRole('textbox').fill('');
  });

  test('who scrolled up stays there and is told of new messages; who is at the end follows', async () => {
    const { ts } = await post({ text: Array.from({ length: 60 }, (_none, line) => `line ${line}`).join('\n') });
    await demo.sees('line 59');
    expect(await fromTop()).toBeGreaterThan(0);
    await list().evaluate((element) => element.scrollTo(0, 0));
    await post({ text: 'the first news', thread_ts: ts, reply_broadcast: true });
    const button = demo.channel.getByRole('button', { name: '新消息' });
    await button.waitFor();
    expect(await fromTop()).toBe(0);
    await demo.channel.locator('.message').first().hover();
    await demo.shoot('30-new-messages');
    await button.click();
    expect(await fromTop()).toBeGreaterThan(0);
    await expect.poll(() => button.count()).toBe(0);
    await post({ text: 'the second news' });
    await demo.channel.getByText('the second news').waitFor();
    await expect.poll(toEnd).toBeLessThan(2);
  });

  test('a reply that was sent to the channel says so in both places', async () => {
    await demo.channel.getByRole('button', { name: '回复了消息列' }).click();
    await demo.thread.getByText('也发到了频道').waitFor();
    await expect.poll(toEnd).toBeLessThan(2);
    await demo.shoot('31-broadcast');
  });
});

describeInBrowser('a dialog that the app refuses', () => {
  let bot: Stage;
  let demo: DemoPage;

  beforeAll(async () => {
    bot = await connectBot((app) => {
      app.command('/rollback', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: dialogView });
      });
      app.view('request', ({ ack, view }) => {
        if (view.state.values.reason?.text?.value !== '慢') return ack();
        return ack({ response_action: 'errors', errors: { reason: '请写清楚原因' } });
      });
    });
    demo = await openDemoPage(bot.slack.url);
  });
  afterAll(async () => {
    await demo?.close();
    await bot?.end();
  });

  test('says what the app says at the field, goes there, and stops saying it when the field is changed', async () => {
    await demo.type('/rollback');
    const dialog = demo.page.locator('dialog.modal');
    const reason = dialog.getByLabel('原因');
    await reason.fill('慢');
    await dialog.getByRole('button', { name: '提交' }).click();
    await dialog.getByText('请写清楚原因').waitFor();
    await expect.poll(() => reason.evaluate((field) => field === document.activeElement)).toBe(true);
    await reason.fill('慢得不能用');
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await dialog.getByRole('button', { name: '提交' }).click();
    await dialog.waitFor({ state: 'detached' });
  });
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const reasonInput = {
  ...{ type: 'input' as const, block_id: 'reason', label: plain('原因') },
  element: { type: 'plain_text_input' as const, action_id: 'text' },
};
const dialogView = {
  ...{ type: 'modal' as const, callback_id: 'request', title: plain('回滚'), submit: plain('提交') },
  blocks: [reasonInput],
};
