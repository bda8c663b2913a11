import { afterEach, expect, it } from 'vitest';
import type { CommandCheck } from '../../src/domain/check.js';
import { failed, ok, type Result } from '../../src/domain/result.js';
import type { Step } from '../../src/domain/scheme.js';
import type { Engine } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { runs } from '../helpers/state.js';
import { OPS, s2Request, T0 } from '../helpers/story.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const { scheme } = s2Request();
const once = { times: 1, every: 0 };
const kept: CommandCheck = {
  ...{ kind: 'command', id: 'kept', title: '副本还在', weight: 'required', area: 'service', retry: once, cites: [] },
  ...{ target: 'app', run: 'test -d kept', deadline: 1_000 },
};
const restore = { automatic: [], checks: [kept], kept: [kept], cites: [] };
const undo = { title: '重新打开 v2 功能开关', run: 'true', deadline: 1_000, cites: [] };
const steps = scheme.steps.map((step, index): Step => (index === 0 ? { ...step, undo } : step));
const undoable = { scheme: { ...scheme, steps, restore } };
const ended = runs.succeeded(undoable);
const requested = { ...runs.preparing({ undoOf: ended.id }), id: '20261120-zzzzz' };

async function stageWith(answers: Partial<Engine>, state: RunState = ended): Promise<Stage> {
  theatre = await stage({ engine: fakeEngine(answers) });
  theatre.show(state);
  await theatre.people.waitForMessage('赵六', INCIDENT, '回滚成功', { timeoutMs: 10_000 });
  return theatre;
}

it('asks for the reason by command and by mention, then for a run of its own', async () => {
  const { people, asked } = await stageWith({ requestUndo: async () => ok(requested) });
  await people.slash('赵六', `undo ${ended.id}`, { channel: INCIDENT });
  expect((await people.waitForModal('赵六')).plain).toContain('重新打开 v2 功能开关');
  expect(Object.keys((await people.submit('赵六', { 理由: ' ' })).errors ?? {})).toEqual(['理由']);
  expect(await people.submit('赵六', { 理由: '回滚后更糟' })).toMatchObject({ ok: true });
  expect(await people.modal('赵六')).toBeNull();
  expect(asked).toEqual([
    { call: 'requestUndo', input: { runId: ended.id, reason: '回滚后更糟', by: OPS, channel: INCIDENT } },
  ]);
  const { ts } = await people.say('赵六', '回滚后更糟', { channel: INCIDENT });
  await people.mention('赵六', `undo ${ended.id}`, { channel: INCIDENT, thread: ts });
  const replies = async () => (await people.thread('赵六', INCIDENT, ts)).map(({ plain }) => plain).join('\n');
  await people.waitFor(async () => (await replies()).includes('[撤销这次回滚]'));
});

it('keeps the dialog with a refusal, and opens it from the closed card', async () => {
  let answer: Result<RunState> = failed({ code: 'undo.not-kept', at: ended.id });
  const { people, asked } = await stageWith({ requestUndo: async () => answer });
  await people.click('赵六', '撤销这次回滚', { channel: INCIDENT });
  await people.waitForModal('赵六');
  expect((await people.submit('赵六', { 理由: '回滚后更糟' })).errors?.理由).toBeTruthy();
  answer = ok({ ...runs.queued({ undoOf: ended.id }), id: '20261120-zzzzz', requestedAt: T0 + 3_600_000 });
  expect(await people.submit('赵六', { 理由: '回滚后更糟' })).toMatchObject({ ok: true });
  expect(asked).toHaveLength(2);
});

it('opens nothing for a run that cannot be taken back, and says why', async () => {
  const { people, asked } = await stageWith({ requestUndo: async () => ok(requested) }, runs.succeeded());
  await people.slash('赵六', `undo ${ended.id}`, { channel: INCIDENT });
  await people.waitForMessage('赵六', INCIDENT, '⚠️');
  expect(await people.modal('赵六')).toBeNull();
  expect(asked).toEqual([]);
});

it('undoes now from a failed run’s card, naming the steps that run', async () => {
  theatre = await stage({ engine: fakeEngine({ choose: async () => ok(runs.stopped(undoable)) }) });
  theatre.show(runs.stopped(undoable));
  await theatre.people.waitForMessage('赵六', INCIDENT, '[立即撤销');
  await theatre.people.click('赵六', '立即撤销', { channel: INCIDENT });
  const modal = await theatre.people.waitForModal('赵六');
  expect(modal.plain).toContain('立即执行这个撤销步骤');
  expect(modal.plain).toContain('1. 重新打开 v2 功能开关 · app');
  await theatre.people.submit('赵六', { 理由: '先退回去' });
  expect(theatre.asked[0]?.input).toMatchObject({ choice: { kind: 'restore', reason: '先退回去' } });
});
