import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { CHANNEL, type GatedStage, raiseGated } from '../helpers/slack-gated.js';
import { shownOf } from '../helpers/slack-shown.js';
import { OPS } from './walk.js';

// The bot is stopped in order while a step runs on the host, and started again.
let gated: GatedStage;
let shown: ReturnType<typeof shownOf>;
beforeAll(async () => {
  gated = await raiseGated();
  shown = shownOf(gated);
}, 90_000);
afterAll(() => gated?.close());
afterEach(() => gated.reset());

async function stopBot(): Promise<number> {
  const asked = Date.now();
  await gated.stage.killBot('SIGTERM');
  return Date.now() - asked;
}

it('leaves with the pause in sight, sends no further step meanwhile, and resumes', async () => {
  await gated.ask();
  await gated.approve();
  await gated.untilBegun('first');
  await shown.cardSays('停止新功能');
  expect(await stopBot()).toBeLessThan(10_000);
  expect(gated.stage.bot.ended).toBe('exit code 0');
  expect((await shown.card())?.plain).toContain('暂停');
  await gated.open('first');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await gated.ran()).toEqual(['first']);
  await gated.stage.startBot();
  await gated.people.waitFor(async () => !(await shown.card())?.plain.includes('暂停'), {
    what: 'the card to say that it goes on',
    timeoutMs: 20_000,
  });
  const { ts } = (await shown.card()) ?? { ts: '' };
  const told = async () => (await gated.people.thread(OPS, CHANNEL, ts)).map(({ plain }) => plain).join('\n');
  await gated.people.waitFor(async () => /已继续/.test(await told()), { what: 'the thread to say that it goes on' });
  await gated.open('second', 'check');
  await gated.answer();
  await shown.endedOnce();
}, 120_000);

it('leaves within ten seconds while Slack takes every call and answers none', async () => {
  await gated.ask();
  await gated.approve();
  await gated.untilBegun('first');
  await gated.people.fault({ kind: 'slow', seconds: 30, times: 50 });
  expect(await stopBot()).toBeLessThan(10_000);
  await gated.people.clearFaults();
  await gated.stage.startBot();
  await gated.open('first', 'second', 'check');
  await gated.answer();
  await shown.endedOnce();
}, 120_000);

it('leaves within ten seconds while the host answers nothing', async () => {
  await gated.ask();
  await gated.approve();
  await gated.untilBegun('first');
  gated.stage.box.freeze(true);
  expect(await stopBot()).toBeLessThan(10_000);
  gated.stage.box.freeze(false);
  await gated.stage.startBot();
  await gated.open('first', 'second', 'check');
  await gated.answer();
  await shown.endedOnce();
}, 120_000);
