import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';

/** What a newcomer reads and presses, by the language of page and bot. */
const tongues = [
  {
    ...({ language: 'zh-CN', locale: 'zh-CN' } as const),
    ...{ begin: '开始', broken: '看到了，继续', schemes: '替我输入 schemes', compare: '请对比后选择' },
    ...{ fill: '替我填写并提交', guest: '换成访客', approve: '批准', sure: '批准并开始', decider: '换成李四' },
    ...{ refused: '不能申请，也不能决定', answer: '人工确认', passed: '通过', submit: '提交', thread: '打开消息列' },
    ...{ preview: '预览', record: '回滚记录', elapsed: /^走完了，用时 (\d+ 分 )?\d+ 秒。$/, again: '重新开始' },
    ...{ decline: '不用了', title: '三分钟导览', step: (now: number) => `第 ${now} 步，共 7 步` },
  },
  {
    ...({ language: 'en', locale: 'en-US' } as const),
    ...{ begin: 'Start', broken: 'Seen, go on', schemes: 'Type schemes for me', compare: 'scheme' },
    ...{ fill: 'Fill it in and submit', guest: 'Become the guest', approve: 'Approve', sure: 'Approve and start' },
    ...{ decider: 'Become 李四', refused: 'neither request nor decide', answer: 'Answer checks', passed: 'Passed' },
    ...{ submit: 'Send', thread: 'Open the thread', preview: 'Preview', record: 'Rollback record' },
    ...{ elapsed: /^Done, in (\d+ min )?\d+ s\.$/, again: 'Start over', decline: 'No, thanks' },
    ...{ title: 'Three-minute tour', step: (now: number) => `Step ${now} of 7` },
  },
] as const;

for (const says of tongues) {
  describeInBrowser(`the guided tour by clicks, in ${says.language}`, () => {
    let stage: Stage;
    let demo: DemoPage;

    beforeAll(async () => {
      stage = await raiseStage({ systems: ['wechat-backend'], language: says.language });
      demo = await openDemoPage(stage.slack.url, 1, says.locale);
    });
    afterAll(async () => {
      await demo?.close();
      await stage?.close();
    });

    const tour = () => demo.production.locator('.tour');
    const press = (name: string) => tour().getByRole('button', { name }).click();
    const isAt = (step: number) => tour().getByText(says.step(step)).waitFor({ timeout: 60_000 });
    const shoot = (name: string) => demo.shoot(`60-tour-${says.language}-${name}`);

    test('it is offered, and leads from the broken system to a request', async () => {
      await shoot('0-offered');
      await press(says.begin);
      await isAt(1);
      await press(says.broken);
      await isAt(2);
      await shoot('2-ask');
      await press(says.schemes);
      await demo.sees(says.compare);
      await isAt(3);
      await press(says.fill);
      await demo.channel.getByRole('button', { name: says.approve }).first().waitFor();
      await isAt(4);
      await shoot('4-requested');
    });

    test('a reload forgets nothing', async () => {
      await demo.page.reload();
      await isAt(4);
    });

    test('the guest is refused, which is what the step waits for', async () => {
      await press(says.guest);
      await demo.press(says.approve);
      await demo.confirm(says.sure);
      await demo.sees(says.refused);
      await isAt(5);
      await shoot('5-refused');
    });

    test('the decider approves, people answer, and the record is read', async () => {
      await press(says.decider);
      await demo.channel.getByRole('button', { name: says.approve }).first().waitFor();
      await demo.press(says.approve);
      await demo.confirm(says.sure);
      await isAt(6);
      await demo.channel.getByRole('button', { name: says.answer }).click({ timeout: 60_000 });
      const dialog = demo.page.locator('dialog.modal');
      await dialog.getByText(says.passed, { exact: true }).first().waitFor();
      for (const passed of await dialog.getByText(says.passed, { exact: true }).all()) await passed.click();
      await dialog.getByRole('button', { name: says.submit }).click();
      await isAt(7);
      await shoot('7-record');
      await press(says.thread);
      const record = demo.thread.locator('.file', { hasText: says.record });
      await record.getByRole('button', { name: says.preview }).click();
      await tour().getByRole('heading', { name: says.elapsed }).waitFor();
      await shoot('8-done');
      expect((await stage.system.observe()).flags).toBe('off');
      expect(await stage.people.violations()).toEqual([]);
    });

    test('it can be walked again and left, and another start of the demonstration offers it anew', async () => {
      await press(says.again);
      await isAt(1);
      await tour().getByRole('button').last().press('Enter');
      await tour().waitFor({ state: 'detached' });
      await demo.page.reload();
      await demo.production.getByRole('button', { name: says.title }).waitFor();
      await demo.page.evaluate(() => {
        const kept = JSON.parse(localStorage.getItem('tour') ?? '{}');
        localStorage.setItem('tour', JSON.stringify({ ...kept, demo: 'an earlier start' }));
      });
      await demo.page.reload();
      await tour().getByRole('button', { name: says.decline }).waitFor();
    });
  });
}
