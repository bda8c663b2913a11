import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';
import { fillIn, passManualChecks } from './request.js';

describeInBrowser('a rollback in the browser, by clicks and typing only', () => {
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

  test('赵六 finds the system broken and asks what can be done', async () => {
    await demo.become('赵六');
    await demo.production.getByText('故障').first().waitFor();
    await demo.sees('三步试用');
    await demo.shoot('00-empty');
    await demo.type('/rollback help');
    await demo.sees('Backout 的命令');
    await demo.shoot('01-help');
  });

  test('a mistyped command is answered with the one that was meant', async () => {
    await demo.type('/rollback shceme-a');
    await demo.sees('您是不是想用');
    await demo.shoot('02-unknown-word');
  });

  test('the backups are listed', async () => {
    await demo.type('/rollback list-backups');
    await demo.sees('最新的可用备份');
    await demo.shoot('03-backups');
  });

  test('scheme-a opens the dialog, which says what is missing, and is filled in', async () => {
    await demo.type('/rollback scheme-a');
    const dialog = demo.page.locator('dialog.modal');
    await dialog.waitFor();
    await demo.shoot('04-dialog');
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await dialog.getByRole('alert').first().waitFor();
    expect(await dialog.getByRole('alert').allInnerTexts()).toEqual(Array(3).fill('请填写此项。'));
    expect(
      await dialog
        .getByRole('radio')
        .first()
        .evaluate((radio) => radio === document.activeElement),
    ).toBe(true);
    await demo.shoot('05-dialog-incomplete');
    await fillIn(demo);
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await demo.shoot('06-dialog-filled');
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('the pre-checks pass and the request waits for its decision', async () => {
    await demo.channel.getByRole('button', { name: '批准' }).waitFor();
    await demo.shoot('07-request');
    await demo.channel
      .locator('.message')
      .last()
      .evaluate((message) => message.scrollIntoView());
    await demo.shoot('08-request-top');
  });

  test('the guest may not approve, and is told so privately', async () => {
    await demo.become('访客');
    await demo.press('批准');
    await demo.confirm('批准并开始');
    await demo.sees('访客、机器人和外部人员不能申请，也不能决定。');
    await demo.shoot('09-guest-refused');
    await demo.become('赵六');
    await demo.page.locator('.people button[aria-pressed=true]', { hasText: '赵六' }).waitFor();
    await expect.poll(() => demo.channel.getByText('访客、机器人和外部人员').count()).toBe(0);
  });

  test('李四 approves, and everybody sees the steps and the checks', async () => {
    await demo.become('李四');
    await demo.press('批准');
    await demo.shoot('10-confirm');
    await demo.confirm('批准并开始');
    await demo.sees('关闭所有 v2 功能开关 · 完成');
    await demo.shoot('11-running');
    await passManualChecks(demo);
    await demo.sees('✅ 回滚成功', 60_000);
    await demo.production.getByText('正常', { exact: true }).waitFor();
    await demo.shoot('12-succeeded');
    await demo.channel
      .locator('.message', { hasText: '全部步骤和验证' })
      .first()
      .evaluate((message) => message.scrollIntoView());
    await demo.shoot('13-card-at-the-end');
  });

  test('the thread has the whole text, the output and the record, which opens in the page', async () => {
    await demo.openThread('✅ 回滚成功');
    const record = demo.thread.locator('.file', { hasText: '回滚记录' });
    await record.getByRole('button', { name: '预览' }).click();
    await record.getByRole('heading', { name: '回滚记录' }).first().waitFor();
    await demo.shoot('14-record');
    await demo.thread.locator('.messages').evaluate((list) => list.scrollTo(0, 0));
    await demo.shoot('15-thread-top');
  });

  test('in the thread the bot answers to its name', async () => {
    await demo.type('@Backout', 'thread');
    await demo.sees('没有正在进行或等待中的回滚。', 20_000, 'thread');
    await demo.shoot('16-thread-mention');
    await demo.type('@Backout help', 'thread');
    await demo.sees('Backout 的命令', 20_000, 'thread');
    await demo.shoot('17-thread-help');
  });

  test('no rule of Slack was broken on the way', async () => {
    expect(await stage.people.violations()).toEqual([]);
    expect(await demo.page.locator('.violations').count()).toBe(0);
  });
});
