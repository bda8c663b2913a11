import { afterEach, expect, it } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import type { Engine } from '../../src/engine/engine.js';
import { DIRECTOR } from '../helpers/story.js';
import { told, wholePlan, wholeRequest, wholeRun } from '../helpers/whole-plans.js';
import { type FakeEngine, fakeEngine, s2System } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const request = wholeRequest('wechat-backend', 'b');
const over = wholeRun(request);
const systems = () => [s2System({ plan: wholePlan('wechat-backend') })];

/** A stage on which a run has ended and its buttons are in sight. */
async function ended(complete: Engine['complete']): Promise<FakeEngine> {
  const engine = fakeEngine({ systems, complete });
  theatre = await stage({ engine });
  theatre.show(over);
  await theatre.people.waitForMessage('李四', INCIDENT, '[补充记录');
  return engine;
}

const names = async () => (await theatre.people.files()).map(({ name }) => name);

it('asks, says inside the dialog what is wrong, and posts the report anew with what was told', async () => {
  const reviewed = wholeRun(request, told({ 'root-cause': '锁等待', occurred: '03:01', 'review-item:1': 'done' }));
  const asked: unknown[] = [];
  const { show } = await ended(async (input) => {
    asked.push(input);
    show(reviewed);
    return ok(reviewed);
  });
  const { people } = theatre;
  await people.click('李四', '复盘');
  await people.waitForModal('李四');
  const wrong = await people.submit('李四', { 行动计划: '补测试 | 王五' });
  expect(wrong.errors).toEqual({ 行动计划: '第 1 行：请写 4 列，用 | 分开' });
  expect(asked).toEqual([]);
  const filled = { 根因: '锁等待', '问题发生（HH:MM）': '03:01', 复盘清单: ['问题根因分析完成'], 行动计划: '' };
  expect(await people.submit('李四', filled)).toMatchObject({ ok: true });
  expect(await people.modal('李四')).toBeNull();
  await people.waitFor(async () => (await names()).some((name) => name.startsWith('review-')), { timeoutMs: 20_000 });
  const answers = { 'root-cause': '锁等待', occurred: '03:01', 'review-item:1': 'done' };
  expect(asked).toEqual([{ runId: over.id, by: DIRECTOR, answers }]);
  const report = (await people.files()).find(({ name }) => name.startsWith('review-'));
  const text = await people.file(report?.id ?? '');
  expect(text).toContain('> 锁等待');
  expect(text).toContain('- [x] 问题根因分析完成：@李四');
  expect((await names()).filter((name) => name.startsWith('record-'))).toHaveLength(1);
});

it('explains a refusal to that person alone and gives back what was typed', async () => {
  await ended(async () => failed({ code: 'run.not-allowed', at: over.id, facts: { roles: 'CTO' } }));
  const { people } = theatre;
  await people.click('王五', '补充记录');
  await people.waitForModal('王五');
  await people.submit('王五', { 其他重要信息: '发布前没有演练 <!channel>' });
  const refused = await people.waitForMessage('王五', INCIDENT, '发布前没有演练 <!channel>');
  expect(refused).toMatchObject({ isEphemeral: true });
  expect((await people.messages('李四', INCIDENT)).some(({ isEphemeral }) => isEphemeral)).toBe(false);
});

it('gives back what was typed when the engine breaks', async () => {
  await ended(() => Promise.reject(new Error('disk on fire')));
  await theatre.people.click('李四', '补充记录');
  await theatre.people.waitForModal('李四');
  await theatre.people.submit('李四', { 其他重要信息: '发布前没有演练' });
  const refused = await theatre.people.waitForMessage('李四', INCIDENT, '发布前没有演练');
  expect(refused.plain).not.toContain('disk on fire');
});

it('a dialog that does not open leaves a button that opens it', async () => {
  await ended(async () => ok(over));
  const { people } = theatre;
  await people.fault({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
  await people.click('李四', '复盘');
  const opener = await people.waitForMessage('李四', INCIDENT, '请填写只有人才知道的内容');
  expect(opener).toMatchObject({ isEphemeral: true });
  await people.click('李四', '复盘', { message: opener.ts });
  expect((await people.waitForModal('李四')).title).toBe('复盘');
});
