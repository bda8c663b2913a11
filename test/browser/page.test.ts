import type { App } from '@slack/bolt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stage as connectBot, type Stage } from '../sandbox/slack/bolt-app.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const markdown = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
const option = (value: string) => ({ text: plain(value), value });
const confirm = { title: plain('真的吗？'), text: plain('会换版本。'), confirm: plain('换版本'), deny: plain('不了') };
const channel = 'C0INCIDENT';

// 03:12 in Shanghai, where the browser is; 19:12 the day before in UTC.
const moment = Date.UTC(2026, 10, 20, 19, 12) / 1000;

const chosen: string[] = [];
let answerPress = () => {};

function listen(app: App): void {
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [markdown(`<@${event.user}> 的主页`)];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.action('version', async ({ ack, action }) => {
    await ack();
    if (action.type === 'static_select') chosen.push(action.selected_option.value);
  });
  app.action('slow', async ({ ack }) => {
    await new Promise<void>((resolve) => (answerPress = resolve));
    await ack();
  });
  app.shortcut('from-here', async ({ ack, client, shortcut }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const { text = '' } = shortcut.message;
    await client.chat.postMessage({ channel, text: `从这条消息开始：${text}` });
  });
}

describeInBrowser('the page as a place to work in', () => {
  let bot: Stage;
  let demo: DemoPage;

  beforeAll(async () => {
    bot = await connectBot(listen, { shortcuts: [{ callback: 'from-here', name: '从这条消息回滚' }] });
    demo = await openDemoPage(bot.slack.url);
    await demo.sees('三步试用');
  });
  afterAll(async () => {
    await demo?.close();
    await bot?.end();
  });

  const post = (text: string, more = {}) => bot.app.client.chat.postMessage({ channel, text, ...more });
  const person = (name: string) => demo.page.locator('.people').getByRole('button', { name });
  const paper = () => demo.channel.evaluate((element) => getComputedStyle(element).backgroundColor);

  test('follows the system into the dark, and the reader who wants it otherwise', async () => {
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await demo.page.emulateMedia({ colorScheme: 'dark' });
    expect(await paper()).toBe('rgb(26, 29, 33)');
    await demo.shoot('50-dark');
    await demo.page.getByLabel('外观').selectOption('light');
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await demo.page.reload();
    await demo.sees('三步试用');
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await demo.page.emulateMedia({ colorScheme: 'light' });
  });

  test('tells dates on the clock the reader puts on', async () => {
    await post('备份', { blocks: [markdown(`备份于 <!date^${moment}^{date_num} {time}|那时>`)] });
    await demo.sees('2026-11-21 03:12');
    await demo.page.getByLabel('我的时区').selectOption('UTC');
    await demo.sees('2026-11-20 19:12');
    await demo.page.getByLabel('我的时区').selectOption('');
  });

  test('Ctrl+K leads to a channel or makes somebody else of you', async () => {
    const switcher = demo.page.locator('.switcher');
    await demo.page.keyboard.press('Control+k');
    await switcher.waitFor();
    await demo.page.keyboard.type('gen');
    await demo.page.keyboard.press('Enter');
    await demo.channel.getByRole('heading', { name: '# general' }).waitFor();
    await demo.page.keyboard.press('Control+k');
    await switcher.waitFor();
    await demo.page.keyboard.type('王五');
    await demo.shoot('51-switcher');
    await demo.page.keyboard.press('Enter');
    await expect.poll(() => person('王五').getAttribute('aria-pressed')).toBe('true');
  });

  test('a call in a channel without the bot is answered in the language of the page', async () => {
    await demo.page.locator('.channels').getByText('general').click();
    await demo.type('@Backout status');
    await demo.page.locator('.toast').getByText('Backout 不在此频道，收不到这条消息。').waitFor();
    await demo.shoot('59-not-in-channel');
  });

  test('Back and Forward go from channel to channel, and into the thread and out of it', async () => {
    const { ts = '' } = await post('回来看');
    await demo.page.locator('.channels').getByText('incident-wechat').click();
    await post('一条回复', { thread_ts: ts });
    await demo.openThread('回来看');
    await demo.page.goBack();
    await demo.thread.waitFor({ state: 'detached' });
    await demo.page.goBack();
    await demo.channel.getByRole('heading', { name: '# general' }).waitFor();
    await demo.page.goForward();
    await demo.channel.getByRole('heading', { name: '# incident-wechat' }).waitFor();
  });

  test('who is called by name is told in the list of people, in the channel and under activity', async () => {
    // Elsewhere: what somebody has on screen is read at once.
    await demo.page.locator('.channels').getByText('general').click();
    await demo.channel.getByRole('heading', { name: '# general' }).waitFor();
    await post('请决定：<@U0LI4>');
    await person('李四').getByTitle('被提及 1 次').waitFor();
    await demo.become('李四');
    const here = demo.page.locator('.channels').getByRole('button', { name: 'incident-wechat' });
    await here.getByTitle('被提及 1 次').waitFor();
    await demo.shoot('52-called');
    await demo.page.locator('.rail').getByRole('button', { name: '动态' }).click();
    await demo.channel.locator('.call').click();
    await demo.sees('请决定');
    await expect.poll(() => person('李四').getByTitle('被提及').count()).toBe(0);
  });

  test('a message shortcut is in the menu of every message', async () => {
    await demo.type('登录接口大量 500');
    const message = demo.channel.locator('.message', { hasText: '登录接口大量 500' }).last();
    await message.hover();
    await message.getByRole('button', { name: '更多操作' }).click();
    await demo.shoot('53-shortcut');
    await demo.page.getByRole('menuitem', { name: '从这条消息回滚' }).click();
    await demo.sees('从这条消息开始：登录接口大量 500');
  });

  test('new replies are told to whoever follows the thread, until they say otherwise', async () => {
    const { ts = '' } = await post('谁来看看');
    await post('第一条', { thread_ts: ts });
    const message = demo.channel.locator('.message', { hasText: '谁来看看' });
    const fresh = message.getByText('有新回复');
    await message.getByRole('button', { name: '1 条回复' }).click();
    await demo.sees('第一条', 20_000, 'thread');
    expect(await fresh.count()).toBe(0);
    await demo.page.keyboard.press('Escape');
    await demo.thread.waitFor({ state: 'detached' });
    await post('第二条', { thread_ts: ts });
    await message.getByRole('button', { name: '2 条回复' }).waitFor();
    expect(await fresh.count()).toBe(1);
    await message.hover();
    await message.getByRole('button', { name: '更多操作' }).click();
    await demo.page.getByRole('menuitem', { name: '取消关注消息列' }).click();
    await expect.poll(() => fresh.count()).toBe(0);
  });

  test('a copied link leads another reader to the same place', async () => {
    await demo.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const message = demo.channel.locator('.message', { hasText: '谁来看看' });
    await message.hover();
    await message.getByRole('button', { name: '复制链接' }).click();
    const address = await demo.page.evaluate(() => navigator.clipboard.readText());
    const reader = await demo.page.context().newPage();
    await reader.goto(address);
    await reader.locator('.thread').getByText('第一条').waitFor();
    await reader.close();
  });

  test('a select asks before it tells the app, and goes back when the answer is no', async () => {
    const select = {
      ...{ type: 'static_select' as const, action_id: 'version', placeholder: plain('选择版本'), confirm },
      options: [option('v1'), option('v2')],
    };
    await post('版本', { blocks: [{ type: 'actions', block_id: 'pick', elements: [select] }] });
    const field = demo.channel.getByLabel('选择版本');
    await field.selectOption('v2');
    await demo.confirm('不了');
    await expect.poll(() => field.inputValue()).toBe('');
    expect(chosen).toEqual([]);
    await field.selectOption('v2');
    await demo.confirm('换版本');
    await expect.poll(() => chosen).toEqual(['v2']);
  });

  test('a button waits while the app has not answered', async () => {
    const button = { type: 'button' as const, action_id: 'slow', text: plain('慢慢来') };
    await post('慢', { blocks: [{ type: 'actions', block_id: 'wait', elements: [button] }] });
    const shown = demo.channel.getByRole('button', { name: '慢慢来' });
    await shown.click();
    await expect.poll(() => shown.isDisabled()).toBe(true);
    await demo.shoot('54-busy');
    answerPress();
    await expect.poll(() => shown.isDisabled()).toBe(false);
  });

  test('everybody has a Home of their own, and a conversation with the app', async () => {
    await demo.page.locator('.sidebar').getByRole('button', { name: 'Backout' }).click();
    await demo.sees('@李四');
    await demo.shoot('55-home');
    await demo.become('张三');
    await demo.sees('@张三');
    await demo.channel.getByRole('button', { name: '消息' }).click();
    await demo.type('有人吗');
    await demo.sees('有人吗');
    await demo.channel.getByRole('button', { name: '关于' }).click();
    await demo.sees('/rollback list-backups');
  });

  test('what was typed and not sent is still there after looking elsewhere', async () => {
    await demo.page.locator('.channels').getByText('incident-wechat').click();
    await demo.channel.getByRole('textbox').fill('写到一半');
    await demo.page.locator('.channels').getByText('general').click();
    expect(await demo.channel.getByRole('textbox').inputValue()).toBe('');
    await demo.page.locator('.channels').getByText('incident-wechat').click();
    expect(await demo.channel.getByRole('textbox').inputValue()).toBe('写到一半');
    await demo.channel.getByRole('textbox').fill('');
  });

  test('on a small laptop everything still has its place', async () => {
    await demo.page.setViewportSize({ width: 1024, height: 768 });
    await person('赵六').waitFor();
    expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024);
    await demo.shoot('56-1024');
  });

  test('there, a thread stands in the place of its channel and leaves room for the side panel', async () => {
    const before = (await demo.channel.boundingBox())?.width ?? 0;
    await demo.openThread('谁来看看');
    await demo.channel.waitFor({ state: 'hidden' });
    expect((await demo.thread.boundingBox())?.width).toBe(before);
    await demo.shoot('58-1024-thread');
    await demo.page.keyboard.press('Escape');
    await demo.channel.waitFor();
  });

  test('on a phone the sidebar comes when it is called, and goes once something is chosen', async () => {
    await demo.page.setViewportSize({ width: 390, height: 844 });
    await person('赵六').waitFor({ state: 'hidden' });
    expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await demo.page.getByRole('button', { name: '打开侧边栏' }).click();
    await person('赵六').waitFor();
    await demo.shoot('57-390');
    await demo.become('赵六');
    await person('赵六').waitFor({ state: 'hidden' });
  });
});
