import { afterEach, expect, it } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import { say } from '../../src/domain/text.js';
import type { RunState } from '../../src/run/state.js';
import { s1System } from '../helpers/choices.js';
import { exited, play, started, type Untimed } from '../helpers/story.js';
import { wholeRequest } from '../helpers/whole-plans.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

// Whoever may decide is asked for a reason; everybody else is refused at once.
const system = s1System({ roles: { ops: { users: ['U0LI4'], groups: [] } } });
const request = { ...wholeRequest('meiyueart', '2'), channel: INCIDENT };
const answered = (phase: 'preflight' | 'verify', check: string): Untimed => ({
  ...{ type: 'check.finished', phase, check, durationMs: 40, answer: { verdict: 'pass', evidence: '' } },
});
const asked: readonly Untimed[] = [
  { type: 'run.requested', by: 'U0ZHAO6', request },
  ...request.scheme.prechecks.map(({ id }) => answered('preflight', id)),
];
const tick = (item: string): Untimed => ({ type: 'checklist.ticked', item, ticked: true, by: 'U0LI4' });
const awaiting = play(...asked, tick('confirmed'));
const verifying = play(
  ...asked,
  { type: 'approval.granted', by: 'U0LI4', role: 'ops', digest: request.digest },
  ...request.scheme.steps.flatMap(({ id }) => [started(id), exited(id)]),
  ...request.scheme.checks.filter(({ kind }) => kind !== 'manual').map(({ id }) => answered('verify', id)),
);

async function showing(state: RunState, answers: Parameters<typeof fakeEngine>[0], button: string): Promise<Stage> {
  theatre = await stage({ engine: fakeEngine({ systems: () => [system], ...answers }) });
  theatre.show(state);
  await theatre.people.waitForMessage('李四', INCIDENT, `[${button}`);
  return theatre;
}

it('ticks what a person changed in the list', async () => {
  const { people, asked: calls } = await showing(awaiting, { tick: async () => ok(awaiting) }, '勾选清单（1/2）');
  await people.click('李四', '勾选清单（1/2）');
  const modal = await people.waitForModal('李四');
  expect(modal.plain).toContain('通知团队成员即将回滚 · 由本消息完成');
  await people.submit('李四', { 请勾选已确认的项目: ['确认需要回滚的问题', '确认回滚时间窗口'] });
  await people.waitFor(async () => calls.length === 1);
  expect(calls).toEqual([
    { call: 'tick', input: { runId: awaiting.id, by: 'U0LI4', items: [{ item: 'window', ticked: true }] } },
  ]);
  // Nothing changed is nothing to write.
  await people.click('李四', '勾选清单（1/2）');
  await people.waitForModal('李四');
  expect(await people.submit('李四')).toMatchObject({ ok: true });
  expect(calls).toHaveLength(1);
});

it('tells only who ticks why it did not count', async () => {
  const stale = async () => failed({ code: 'request.stale' as const, at: awaiting.id });
  const { people } = await showing(awaiting, { tick: stale }, '勾选清单');
  await people.click('李四', '勾选清单（1/2）');
  await people.waitForModal('李四');
  await people.submit('李四', { 请勾选已确认的项目: [] });
  expect(await people.waitForMessage('李四', INCIDENT, '⚠️')).toMatchObject({ isEphemeral: true });
  expect((await people.messages('赵六', INCIDENT)).some(({ isEphemeral }) => isEphemeral)).toBe(false);
});

it('names the open boxes to whoever approves too early', async () => {
  const facts = { items: '确认回滚时间窗口' };
  const decide = async () => failed({ code: 'checklist.open' as const, at: awaiting.id, facts });
  const { people } = await showing(awaiting, { decide }, '批准');
  await people.click('李四', '批准', { confirm: true });
  expect(await people.waitForMessage('李四', INCIDENT, '⚠️')).toMatchObject({ isEphemeral: true });
  await people.waitForMessage('李四', INCIDENT, '确认回滚时间窗口');
});

it('hands the answers of people to the engine', async () => {
  const { people, asked: calls } = await showing(verifying, { answer: async () => ok(verifying) }, '人工确认（2）');
  await people.click('王五', '人工确认（2）');
  const modal = await people.waitForModal('王五');
  expect(modal.plain).toContain('没有人确认');
  const nothing = await people.submit('王五');
  expect(Object.values(nothing.errors ?? {}).join()).toContain('请至少确认一项');
  await people.submit('王五', { 'verdict:users': '未通过', 'note:users': '仍有两人报错 <!channel>' });
  await people.waitFor(async () => calls.length === 1);
  const answers = [{ check: 'users', verdict: 'fail', note: '仍有两人报错 <!channel>' }];
  expect(calls).toEqual([{ call: 'answer', input: { runId: verifying.id, by: 'U0WANG5', answers } }]);
});

it('gives back an answer that did not count, and says which check was settled before', async () => {
  const closed = async () => failed({ code: 'check.closed' as const, at: 'users' });
  const { people } = await showing(verifying, { answer: closed }, '人工确认（2）');
  await people.click('王五', '人工确认（2）');
  await people.waitForModal('王五');
  await people.submit('王五', { 'verdict:users': '未通过', 'note:users': '仍有两人报错' });
  const refused = await people.waitForMessage('王五', INCIDENT, '仍有两人报错');
  expect(refused).toMatchObject({ isEphemeral: true });
  const { title } = request.scheme.checks.find(({ id }) => id === 'users') ?? {};
  const name = say(title ?? '', 'zh-CN');
  expect(refused.plain).toContain(`检查项“${name}”已有结论`);
  expect(refused.plain).toContain(`${name}：未通过 · 仍有两人报错`);
  expect(refused.plain).toContain('补充记录');
});

it('says how a run stands when nothing waits for an answer any more', async () => {
  const { people, show } = await showing(verifying, {}, '人工确认（2）');
  const card = await people.waitForMessage('李四', INCIDENT, '[人工确认（2）');
  const over = play(...asked, { type: 'abort.requested', by: 'U0ZHAO6' }, { type: 'run.closed', outcome: 'aborted' });
  const pressed = people.click('李四', '人工确认（2）', { message: card.ts });
  show({ ...over, revision: verifying.revision + 1 });
  await pressed;
  await people.waitFor(async () => {
    const told = await people.messages('李四', INCIDENT);
    return (await people.modal('李四')) ?? told.find(({ isEphemeral }) => isEphemeral);
  });
});

it.each([
  ['勾选清单（1/2）', awaiting],
  ['人工确认（2）', verifying],
  ['拒绝', play(...asked, tick('confirmed'), tick('notified'))],
])('offers the button again, to that person alone, when the dialog behind %s does not open', async (button, state) => {
  const { people } = await showing(state, { run: async () => state }, button);
  await people.fault({ kind: 'expired-trigger' });
  await people.click('李四', button);
  const offered = await people.waitFor(
    async () => (await people.messages('李四', INCIDENT)).find(({ isEphemeral }) => isEphemeral),
    { what: 'an answer' },
  );
  expect(offered.plain).toContain(`[${button}]`);
  await people.click('李四', button, { message: offered.ts });
  await people.waitForModal('李四');
});
