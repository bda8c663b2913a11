import { afterEach, expect, it } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import type { Engine } from '../../src/engine/engine.js';
import { english, runs } from '../helpers/state.js';
import { DIRECTOR, OPS, s2Request, T0 } from '../helpers/story.js';
import { fakeEngine, s2System } from './fake-engine.js';
import { running } from './projecting.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const FILLED = { 严重程度: 'P0', 原因: '又卡死了', 影响: '全部用户' };
const queued = { ...runs.queued(), id: '20261120-zzzzz', requestedAt: T0 + 3_600_000 };
const toldTo = async (who: string) =>
  (await theatre.people.messages(who, INCIDENT)).filter(({ isEphemeral }) => isEphemeral);

it('says in the dialog that a request will wait, and after it at which place and for whom', async () => {
  theatre = await stage({ engine: fakeEngine({ request: async () => ok(queued) }) });
  theatre.show(running);
  await theatre.people.slash('王五', 'scheme-a', { channel: INCIDENT });
  const modal = await theatre.people.waitForModal('王五');
  expect(modal.plain).toContain('您的申请要等它结束');
  expect(modal.plain).toContain(`目前占用：${running.id} @赵六`);
  expect(modal.plain).toContain('原因：诊断任务卡死');
  await theatre.people.submit('王五', FILLED);
  const told = await theatre.people.waitForMessage('王五', INCIDENT, '排在第 1 位');
  expect(told).toMatchObject({ isEphemeral: true });
  expect(told.plain).toContain(`目前占用：${running.id} @赵六`);
});

it('says nothing of a queue to whom nobody comes before', async () => {
  theatre = await stage({ engine: fakeEngine({ request: async () => ok(runs.preparing()) }) });
  await theatre.people.slash('赵六', 'scheme-a', { channel: INCIDENT });
  expect((await theatre.people.waitForModal('赵六')).plain).not.toContain('要等');
  await theatre.people.submit('赵六', FILLED);
  await expect.poll(() => theatre.asked).toHaveLength(1);
  expect(await toldTo('赵六')).toEqual([]);
});

it('shows in the status who holds the system and who waits', async () => {
  theatre = await stage();
  theatre.show(running);
  theatre.show(queued);
  await theatre.people.slash('王五', 'status', { channel: INCIDENT });
  const told = await theatre.people.waitForMessage('王五', INCIDENT, queued.id);
  expect(told.plain).toContain(running.id);
  expect(told.plain).toContain('前面还有 1 个');
});

/** A failed run of scheme A, whose next scheme is B. */
const { plan, scheme } = s2Request();
const ladder = {
  plan: { ...plan, schemes: [scheme, { key: 'b', title: '代码回滚' }] },
  scheme: { ...scheme, next: { scheme: 'b', when: '特性开关不起作用' } },
};
const stopped = runs.stopped(ladder);

async function offeringNext(answers: Partial<Engine>): Promise<Stage> {
  const { plan: known } = s2System();
  const [a] = known.schemes;
  const schemes = a ? [a, { ...a, key: 'b', title: '代码回滚', aliases: [] }] : [];
  const system = s2System({ plan: { ...known, schemes } });
  theatre = await stage({ engine: fakeEngine({ systems: () => [system], ...answers }) });
  theatre.show(stopped);
  await theatre.people.waitForMessage('赵六', INCIDENT, '[改用方案 B');
  return theatre;
}

it('opens the next scheme’s dialog at a press, and ends the failed run only when it is sent', async () => {
  const next = runs.preparing({ scheme: { ...scheme, key: 'b' } });
  await offeringNext({ request: async () => ok(next), choose: async () => ok(stopped) });
  await theatre.people.click('赵六', '改用方案 B', { channel: INCIDENT });
  const modal = await theatre.people.waitForModal('赵六');
  expect(modal.plain).toContain(`提交后，${stopped.id} 以失败结束`);
  expect(modal.plain).not.toContain('要等');
  await theatre.people.closeModal('赵六');
  expect(theatre.asked).toEqual([]);
  await theatre.people.click('赵六', '改用方案 B', { channel: INCIDENT });
  await theatre.people.waitForModal('赵六');
  await theatre.people.submit('赵六', FILLED);
  await expect.poll(() => theatre.asked.map(({ call }) => call)).toEqual(['request', 'choose']);
  expect(theatre.asked[1]?.input).toMatchObject({
    ...{ runId: stopped.id, by: OPS, seen: stopped.waitingSince },
    choice: { kind: 'give-up', reason: expect.stringContaining('诊断任务卡死') },
  });
});

it('keeps the next scheme’s dialog when the run has moved on meanwhile', async () => {
  await offeringNext({ request: async () => ok(queued) });
  await theatre.people.click('赵六', '改用方案 B', { channel: INCIDENT });
  await theatre.people.waitForModal('赵六');
  theatre.show({ ...runs.held(ladder), id: stopped.id });
  const sent = await theatre.people.submit('赵六', FILLED);
  expect(Object.values(sent.errors ?? {}).join()).toContain('已经有了变化');
  expect(theatre.asked).toEqual([]);
});

it('tells whose request is open that the run before it could not be ended', async () => {
  const claimed = failed({ code: 'run.claimed' as const, at: stopped.id, facts: { by: DIRECTOR } });
  await offeringNext({ request: async () => ok(queued), choose: async () => claimed });
  await theatre.people.click('赵六', '改用方案 B', { channel: INCIDENT });
  await theatre.people.waitForModal('赵六');
  await theatre.people.submit('赵六', FILLED);
  const told = await theatre.people.waitForMessage('赵六', INCIDENT, '未能结束，仍排在前面');
  expect(told).toMatchObject({ isEphemeral: true });
});

it('says it in English where English is spoken', async () => {
  const languages = { workspace: 'zh-CN', channels: { [INCIDENT]: 'en' } } as const;
  theatre = await stage({ languages, engine: fakeEngine({ request: async () => ok(queued) }) });
  theatre.show(runs.running(english));
  await theatre.people.slash('王五', 'scheme-a', { channel: INCIDENT });
  expect((await theatre.people.waitForModal('王五')).plain).toContain('Your request waits until it has ended.');
  await theatre.people.submit('王五', { Severity: 'P0', Reason: 'again', Impact: 'everybody' });
  await theatre.people.waitForMessage('王五', INCIDENT, 'at place 1 in the queue');
});
