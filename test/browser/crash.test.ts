import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';
import { passManualChecks, requestSchemeA } from './request.js';

describeInBrowser('the bot is killed in the browser in the middle of a rollback', () => {
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

  test('started again, it finishes the rollback and says that it was interrupted', async () => {
    await demo.become('赵六');
    await requestSchemeA(demo);
    await demo.become('李四');
    await demo.press('批准');
    await demo.confirm('批准并开始');
    await demo.sees('关闭所有 v2 功能开关 · 执行中');
    await demo.production.getByRole('button', { name: 'kill -9 机器人' }).click();
    await demo.production.getByText('机器人已停止').waitFor();
    await demo.production.getByText('已结束：SIGKILL').waitFor();
    await demo.shoot('20-bot-killed');
    await demo.production.getByRole('button', { name: '启动机器人' }).click();
    await demo.production.getByText('机器人运行中').waitFor();
    // It takes up its runs before it hears Slack: until then Slack has nobody to hand a press to.
    await demo.production.getByText('已连接 Slack').waitFor();
    await demo.shoot('21-bot-started');
    await passManualChecks(demo);
    await demo.sees('✅ 回滚成功', 60_000);
    await demo.openThread('✅ 回滚成功');
    const record = demo.thread.locator('.file', { hasText: '回滚记录' });
    await record.getByRole('button', { name: '预览' }).click();
    await record.getByText('重启后继续的时间').waitFor();
    await record.getByText('重启后继续的时间').scrollIntoViewIfNeeded();
    await demo.shoot('22-record-after-crash');
    expect((await stage.system.observe()).flags).toBe('off');
    expect(await stage.people.violations()).toEqual([]);
  });
});
