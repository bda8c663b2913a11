// npx tsx test/browser/take-readme-screenshot.ts: takes docs/images/demo.png anew from a rollback in the demonstration.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { raiseStage } from '../../sandbox/demo/stage.js';
import { openDemoPage } from './demo-page.js';
import { passManualChecks, requestSchemeA } from './request.js';

const picture = fileURLToPath(new URL('../../docs/images/demo.png', import.meta.url));
const stage = await raiseStage();
const demo = await openDemoPage(stage.slack.url, 1280 / 1440);
try {
  await demo.become('赵六');
  await requestSchemeA(demo);
  await demo.become('李四');
  await demo.press('批准');
  await demo.confirm('批准并开始');
  await passManualChecks(demo);
  await demo.sees('✅ 回滚成功', 60_000);
  await demo.production.getByText('✓ 0.0%').waitFor();
  const card = demo.channel.locator('.message', { hasText: '✅ 回滚成功' }).first();
  await card.evaluate((message) => message.scrollIntoView());
  await demo.page.mouse.move(0, 0);
  mkdirSync(dirname(picture), { recursive: true });
  await demo.page.screenshot({ path: picture });
} finally {
  await demo.close();
  await stage.close();
}
