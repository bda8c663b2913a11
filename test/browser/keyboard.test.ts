import type { App } from '@slack/bolt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stage as connectBot, type Stage } from '../sandbox/slack/bolt-app.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = { type: 'button' as const, action_id: 'ask', text: plain('申请') };
const confirm = { title: plain('批准？'), text: plain('会回滚。'), confirm: plain('批准'), deny: plain('取消') };
const dialogView = {
  ...{ type: 'modal' as const, callback_id: 'request', title: plain('申请回滚'), submit: plain('提交') },
  blocks: [
    {
      ...{ type: 'input' as const, block_id: 'level', label: plain('级别') },
      element: {
        ...{ type: 'radio_buttons' as const, action_id: 'mark' },
        options: ['P0', 'P1'].map((level) => ({ text: plain(level), value: level })),
      },
    },
    {
      ...{ type: 'input' as const, block_id: 'reason', label: plain('原因') },
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
  ],
};

function listen(app: App): void {
  app.command('/rollback', async ({ ack, command, respond }) => {
    await ack();
    await respond({ text: command.text, blocks: [{ type: 'actions', elements: [button] }] });
  });
  app.action('ask', async ({ ack, body, client }) => {
    await ack();
    if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: dialogView });
  });
  app.action('approve', async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: '已批准' });
  });
  app.view('request', async ({ ack, client, view: { state } }) => {
    await ack();
    const { level, reason } = state.values;
    const text = `${level?.mark?.selected_option?.value}：${reason?.text?.value}`;
    await client.chat.postMessage({ channel: 'C0INCIDENT', text });
  });
}

describeInBrowser('somebody without a mouse', () => {
  let bot: Stage;
  let demo: DemoPage;

  beforeAll(async () => {
    bot = await connectBot(listen);
    demo = await openDemoPage(bot.slack.url);
    await demo.sees('三步试用');
  });
  afterAll(async () => {
    await demo?.close();
    await bot?.end();
  });

  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await demo.page.keyboard.press(key);
  };
  const focused = () => demo.page.evaluate(() => document.activeElement?.textContent ?? '');
  const isFocused = (selector: string) =>
    demo.page.evaluate((wanted) => document.activeElement?.closest(wanted) !== null, selector);
  const until = async (key: string, isThere: () => Promise<boolean>) => {
    for (let pressed = 0; pressed < 40 && !(await isThere()); pressed++) await keys(key);
    expect(await isThere()).toBe(true);
  };

  test('F6 reaches every part of the page', async () => {
    for (const region of ['.top-bar', '.rail', '.sidebar', '.conversation']) {
      await keys('F6');
      expect(await isFocused(region), region).toBe(true);
    }
  });

  test('a command is chosen with the arrow keys, completed and sent', async () => {
    await demo.page.keyboard.type('/rollback sch');
    await keys('ArrowDown', 'ArrowDown');
    await demo.shoot('70-proposals');
    await keys('Enter');
    expect(await demo.channel.getByRole('textbox').inputValue()).toBe('/rollback scheme-a ');
    await keys('Enter');
    await demo.channel.getByRole('button', { name: '申请' }).waitFor();
  });

  test('Shift+Tab finds the button, the dialog is filled in and sent', async () => {
    await until('Shift+Tab', async () => (await focused()) === '申请');
    await keys('Enter');
    await demo.page.locator('dialog.modal').waitFor();
    expect(await isFocused('[name="level/mark"]')).toBe(true);
    await keys('Space', 'Tab');
    await demo.page.keyboard.type('登录失败');
    await demo.shoot('71-dialog-by-keys');
    await keys('Enter');
    await demo.sees('P0：登录失败');
    await expect.poll(focused).toBe('申请');
    expect(await bot.people.violations()).toEqual([]);
  });

  test('a question is answered, and what was pressed goes: its message has the focus', async () => {
    const elements = [{ ...button, action_id: 'approve', text: plain('批准'), confirm }];
    await bot.app.client.chat.postMessage({
      channel: 'C0INCIDENT',
      text: '请批准',
      blocks: [{ type: 'actions', elements }],
    });
    await demo.channel.getByRole('button', { name: '批准' }).focus();
    await keys('Enter');
    await demo.page.locator('dialog.confirm[open]').waitFor();
    await keys('Tab', 'Enter');
    await demo.sees('已批准');
    await expect.poll(focused).toContain('已批准');
  });

  test('Ctrl+K leads to the composer of the channel', async () => {
    await demo.channel.getByRole('textbox').blur();
    for (const name of ['general', 'incident-wechat']) {
      await keys('Control+k');
      await demo.page.locator('.switcher').waitFor();
      await demo.page.keyboard.type(name);
      await keys('Enter');
      await demo.page.locator('.switcher').waitFor({ state: 'detached' });
      const box = () => demo.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      await expect.poll(box).toBe(`发消息到 #${name}`);
    }
  });

  test('arrow keys go from message to message, and Tab to what can be done with it', async () => {
    await demo.type('第一句');
    await demo.sees('第一句');
    await demo.channel.locator('.message').last().focus();
    await keys('ArrowUp', 'ArrowDown');
    expect(await focused()).toContain('第一句');
    await keys('Tab');
    expect(await demo.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('在消息列中回复');
    await keys('Enter');
    await demo.thread.waitFor();
    await keys('F6');
    await until('F6', () => isFocused('.thread'));
    await keys('Escape');
    await demo.thread.waitFor({ state: 'detached' });
  });

  test('@ and # propose people and channels; Escape puts the list away', async () => {
    await demo.channel.getByRole('textbox').focus();
    await demo.page.keyboard.type('请 @李');
    await demo.channel.getByRole('option', { name: '@李四' }).waitFor();
    await keys('Escape');
    expect(await demo.channel.getByRole('option').count()).toBe(0);
    await keys('Backspace');
    await demo.page.keyboard.type('李');
    await keys('Tab');
    await demo.page.keyboard.type('看 #gen');
    await keys('Tab', 'Enter');
    const message = demo.channel.locator('.message').last();
    await expect.poll(() => message.locator('.mention').allInnerTexts()).toEqual(['@李四', '#general']);
  });
});
