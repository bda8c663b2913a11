import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';
import { passManualChecks } from './request.js';

describeInBrowser('S1 in the browser: choose a backup and a scheme, tick, approve, answer', () => {
  let stage: Stage;
  let demo: DemoPage;

  beforeAll(async () => {
    stage = await raiseStage({ systems: ['meiyueart'] });
    demo = await openDemoPage(stage.slack.url);
    await demo.page.setViewportSize({ width: 1440, height: 1300 });
    await demo.page.getByText('incident-meiyueart').first().click();
  });
  afterAll(async () => {
    await demo?.close();
    await stage?.close();
  });

  const dialog = () => demo.page.locator('dialog.modal');
  const send = (label: string) => dialog().getByRole('button', { name: label }).click();

  test('a backup of the list leads to a request for it', async () => {
    await demo.become('赵六');
    await demo.type('/rollback list-backups');
    await demo.sees('部署前备份');
    await demo.shoot('40-list-backups');
    await demo.press('用它回滚');
    await demo.sees('可以回滚到');
    await demo.shoot('41-schemes');
    await demo.press('演练');
    await demo.sees('演练 · 没有做任何改动', 30_000);
    await demo.shoot('42-dry-run');
    await demo.type('/rollback 方案2');
    await dialog().getByText('回滚到这个备份').waitFor();
    await dialog().getByLabel('原因').click();
    await demo.page.keyboard.type('推荐人字段不显示');
    await dialog().getByLabel('影响').click();
    await demo.page.keyboard.type('全部管理员');
    await demo.shoot('43-dialog');
    await send('提交申请');
    await demo.channel.getByRole('button', { name: '勾选清单（0/2）' }).waitFor();
  });

  test('nobody approves before the list is complete; then it runs, and people answer what no machine can', async () => {
    await demo.become('李四');
    await demo.press('批准');
    await demo.confirm('批准并开始');
    await demo.sees('确认回滚时间窗口');
    await demo.press('勾选清单');
    await dialog().getByText('确认需要回滚的问题').click();
    await dialog().getByText('确认回滚时间窗口').click();
    await demo.shoot('44-checklist');
    await send('保存');
    await demo.channel.getByRole('button', { name: '勾选清单（2/2）' }).waitFor();
    await demo.shoot('45-card');
    await demo.press('批准');
    await demo.confirm('批准并开始');
    await demo.channel.getByRole('button', { name: '人工确认（2）' }).waitFor({ timeout: 60_000 });
    await demo.press('人工确认');
    await dialog().waitFor();
    await demo.shoot('46-answers');
    await dialog().getByRole('button', { name: '取消' }).click();
    await passManualChecks(demo);
    await demo.sees('✅ 回滚成功', 60_000);
    await demo.shoot('47-answered');
    expect(await stage.meiyueart.system.observe()).toMatchObject({ referrerShown: true, passwordWorks: true });
    expect(await stage.people.violations()).toEqual([]);
  });
});
