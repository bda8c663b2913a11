import type { DemoPage } from './demo-page.js';

const reason = '今晚发布 v2.0.0-phase1 之后，诊断任务大量卡死';
const impact = '约七成用户拿不到诊断报告';

/** Fills in the open dialog as somebody in a hurry would, without sending it. */
export async function fillIn({ page }: DemoPage): Promise<void> {
  const dialog = page.locator('dialog.modal');
  await dialog.getByText('P0 立即回滚').click();
  await dialog.getByLabel('原因').click();
  await page.keyboard.type(reason);
  await dialog.getByLabel('影响').click();
  await page.keyboard.type(impact);
}

/** Asks for scheme A; returns when the request waits for its decision. */
export async function requestSchemeA(demo: DemoPage): Promise<void> {
  await demo.type('/rollback scheme-a');
  await fillIn(demo);
  await demo.page.locator('dialog.modal').getByRole('button', { name: '提交申请' }).click();
  await demo.channel.getByRole('button', { name: '批准' }).waitFor();
}

/** Passes every check that only people can answer, once the run waits for it. */
export async function passManualChecks(demo: DemoPage): Promise<void> {
  const button = demo.channel.getByRole('button', { name: '人工确认' });
  await button.waitFor({ timeout: 60_000 });
  const dialog = demo.page.locator('dialog.modal');
  await button.click();
  await dialog.waitFor();
  for (const passed of await dialog.getByText('通过', { exact: true }).all()) await passed.click();
  await dialog.getByRole('button', { name: '提交' }).click();
}
