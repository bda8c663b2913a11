import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';

describeInBrowser('the side panel', () => {
  let stage: Stage;
  let demo: DemoPage;

  beforeAll(async () => {
    stage = await raiseStage();
    demo = await openDemoPage(stage.slack.url);
  });
  afterAll(async () => {
    await demo?.close();
    await stage?.close();
  });

  const wechat = () => demo.production.locator('.system', { hasText: '微信后端' });
  const turnOn = (title: string) => demo.production.getByRole('button', { name: `打开: ${title}` });

  test('what is changed on a host shows by itself, and flashes', async () => {
    await wechat().getByText('HEAD').waitFor();
    await demo.shoot('70-production');
    appendFileSync(join(stage.system.files.app, 'release.js'), '// 临时改动\n');
    await wechat().getByText('✗ 被手工改动').waitFor();
    await wechat().locator('.changed', { hasText: 'v2.0.0-phase1，有手工改动' }).waitFor();
    await wechat().getByText('备份', { exact: false }).last().click();
    await wechat().getByText('空文件').waitFor();
    await wechat().getByText('安全副本').waitFor();
  });

  test('a folded system still tells its health', async () => {
    await wechat().getByRole('heading', { name: '微信后端' }).click();
    await wechat().getByText('HEAD').waitFor({ state: 'hidden' });
    expect(await wechat().getByText('故障').isVisible()).toBe(true);
    await wechat().getByRole('heading', { name: '微信后端' }).press('Enter');
  });

  test('the bot is ended politely and started again', async () => {
    await demo.production.getByRole('button', { name: 'SIGTERM 机器人' }).click();
    await demo.production.getByText('已结束：exit code 0').waitFor();
    await demo.production.getByRole('button', { name: '启动机器人' }).click();
    await demo.production.getByText('· 已连接 Slack').waitFor();
    await demo.production.getByText('日志', { exact: true }).click();
    await demo.production
      .locator('.log')
      .getByText(/\d\d:\d\d:\d\d/)
      .first()
      .waitFor();
  });

  const slackBehaves = () => demo.production.getByText('没有，Slack 一切正常。').waitFor();

  test('a trouble that is turned on is in force until it is ended', async () => {
    await demo.production.getByRole('tab', { name: 'Slack 出错' }).click();
    await slackBehaves();
    await demo.production.getByText('至今没有违反 ✓').waitFor();
    await turnOn('文件上传失败').click();
    const inForce = demo.production.locator('.in-force');
    await inForce.getByText('直到结束').waitFor();
    await demo.shoot('71-trouble');
    await inForce.getByRole('button', { name: '全部结束' }).click();
    await slackBehaves();
  });

  test('what is lost once is lost, and then Slack behaves again', async () => {
    const fault = demo.production.locator('.fault', { hasText: '消息丢失' });
    await fault.getByText('选项').click();
    await fault.getByLabel('次数').fill('1');
    await turnOn('“仅你可见”的消息丢失').click();
    await demo.production.getByText('还有 1 次').waitFor();
    await demo.type('/rollback help');
    await slackBehaves();
    await demo.type('/rollback status');
    await demo.sees('没有正在进行或等待中的回滚。');
    expect(await demo.channel.getByText('Backout 的命令').count()).toBe(0);
  });

  test('options say whom it hits and how often; how often it still applies is counted', async () => {
    const fault = demo.production.locator('.fault', { hasText: '429' });
    await fault.getByText('选项').click();
    await fault.getByLabel('方法').fill('views.open');
    await fault.getByLabel('次数').fill('2');
    await turnOn('调用过于频繁（429）').click();
    const inForce = demo.production.locator('.in-force');
    await inForce.getByText('views.open · 还有 2 次').waitFor();
    await demo.shoot('72-options');
    await demo.type('/rollback scheme-a');
    await inForce.getByText('views.open · 还有 1 次').waitFor();
    await inForce.getByRole('button', { name: '结束: 调用过于频繁（429）' }).click();
    await slackBehaves();
  });

  test('an archived channel can be had back', async () => {
    await demo.production.getByRole('button', { name: '归档 #incident-wechat' }).click();
    await demo.production.getByRole('button', { name: '恢复 #incident-wechat' }).click();
    await demo.production.getByRole('button', { name: '归档 #incident-wechat' }).waitFor();
  });
});
