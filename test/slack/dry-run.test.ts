import { afterEach, expect, it } from 'vitest';
import { ok, type Result } from '../../src/domain/result.js';
import type { DryRun } from '../../src/engine/engine.js';
import { T0 } from '../helpers/story.js';
import { fakeEngine, s2System } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

function tried(): Result<DryRun> {
  const system = s2System();
  const [scheme] = system.plan.schemes;
  if (!scheme) throw new Error('S2 has schemes');
  return ok({ system, scheme, prechecks: [], at: T0 });
}

it('says at once that hosts are asked when they take their time, then what they said', async () => {
  const answers: ((result: Result<DryRun>) => void)[] = [];
  const dryRun = () => new Promise<Result<DryRun>>((resolve) => void answers.push(resolve));
  theatre = await stage({ engine: fakeEngine({ dryRun }) });
  const { people } = theatre;
  await people.slash('赵六', 'scheme-a --dry-run');
  await people.waitForMessage('赵六', INCIDENT, '正在演练 wechat-backend');
  answers[0]?.(tried());
  const told = await people.waitForMessage('赵六', INCIDENT, '演练 · 没有做任何改动');
  expect(told).toMatchObject({ isEphemeral: true });
  expect(await people.messages('李四', INCIDENT)).toEqual([]);
});

it('answers a button in one message when the hosts are quick', async () => {
  theatre = await stage({ engine: fakeEngine({ dryRun: async () => tried() }) });
  const { people } = theatre;
  await people.slash('赵六', 'schemes');
  await people.waitForMessage('赵六', INCIDENT, '# wechat-backend 的回滚方案');
  await people.click('赵六', '演练');
  await people.waitForMessage('赵六', INCIDENT, '演练 · 没有做任何改动');
  expect((await people.messages('赵六', INCIDENT)).some(({ plain }) => plain.includes('正在演练'))).toBe(false);
});
