import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { type DemoPage, openDemoPage } from './demo-page.js';
import { describeInBrowser } from './needs.js';

describeInBrowser('a rollback in English, the page and the bot alike', () => {
  let stage: Stage;
  let demo: DemoPage;

  beforeAll(async () => {
    stage = await raiseStage({ systems: ['wechat-backend'], language: 'en' });
    demo = await openDemoPage(stage.slack.url, 1, 'en-US');
  });
  afterAll(async () => {
    await demo?.close();
    await stage?.close();
  });

  const dialog = () => demo.page.locator('dialog.modal');
  const han = /\p{Script=Han}/u;

  test('the page has no Chinese but the names of people', async () => {
    await demo.become('赵六');
    await demo.sees('Try it in three steps');
    expect(await demo.page.evaluate(() => document.documentElement.lang)).toBe('en');
    const labels = await demo.page.locator('.top-bar, .rail, .channels, .acting-as .hint').allInnerTexts();
    expect(labels.join('\n').replace('中文', '')).not.toMatch(han);
  });

  test('a request is made in a dialog that says what is missing', async () => {
    await demo.type('/rollback scheme-a');
    await dialog().getByRole('button', { name: 'Request' }).click();
    await dialog().getByRole('alert').first().waitFor();
    expect(await dialog().getByRole('alert').first().innerText()).toBe('Please complete this required field.');
    await dialog().getByRole('radio').first().check();
    await dialog().getByLabel('Reason').fill('Diagnosis tasks hang since v2.0.0-phase1');
    await dialog().getByLabel('Impact').fill('Seven users in ten get no report');
    await demo.shoot('60-en-dialog');
    await dialog().getByRole('button', { name: 'Request' }).click();
    await demo.channel.getByRole('button', { name: 'Approve' }).waitFor();
    await demo.shoot('61-en-request');
  });

  test('it is approved, answered and recorded', async () => {
    await demo.become('李四');
    await demo.press('Approve');
    await demo.confirm('Approve');
    const answers = demo.channel.getByRole('button', { name: 'Answer checks' });
    await answers.waitFor({ timeout: 60_000 });
    await answers.click();
    await dialog().waitFor();
    for (const passed of await dialog().getByText('Passed', { exact: true }).all()) await passed.click();
    await demo.shoot('62-en-answers');
    await dialog().getByRole('button', { name: 'Send' }).click();
    await demo.sees('✅', 60_000);
    await demo.openThread('✅');
    await demo.shoot('63-en-thread');
    const record = demo.thread.locator('.file').last();
    await record.getByRole('button', { name: 'Preview' }).click();
    await record.getByRole('heading').first().waitFor();
    await demo.shoot('64-en-record');
    expect((await stage.system.observe()).flags).toBe('off');
    expect(await stage.people.violations()).toEqual([]);
  });
});
