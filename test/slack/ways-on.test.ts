import { afterEach, expect, it } from 'vitest';
import { failed, ok, type Result } from '../../src/domain/result.js';
import type { Engine } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { english, runs } from '../helpers/state.js';
import {
  approved,
  DIRECTOR,
  exited,
  lost,
  OPS,
  play,
  prechecked,
  requested,
  STEPS,
  started,
} from '../helpers/story.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const [FIRST, SECOND] = STEPS;
const failedStep = [requested(), ...prechecked(), approved(), started(FIRST), exited(FIRST, 22)] as const;
const [OPS_NAME, DIRECTOR_NAME, CTO_NAME] = ['赵六', '李四', '张三'];

/** A stage on which a run stands still, with the buttons of the ways on in sight. */
async function standing(state: RunState, answers: Partial<Engine> = {}): Promise<Stage> {
  theatre = await stage({ engine: fakeEngine(answers) });
  theatre.show(state);
  await theatre.people.waitForMessage(OPS_NAME, INCIDENT, '[我来决定]');
  return theatre;
}

const done = async () => ok(runs.stopped());
const toldTo = async (who: string) =>
  (await theatre.people.messages(who, INCIDENT)).filter(({ isEphemeral }) => isEphemeral);

/** Presses a button, fills in why, and sends it. */
async function choose(who: string, label: string, reason: string) {
  await theatre.people.click(who, label, { channel: INCIDENT });
  const modal = await theatre.people.waitForModal(who);
  return { modal, sent: await theatre.people.submit(who, { 理由: reason }) };
}

it.each<[string, string, RunState, string, string]>([
  ['settle', '已执行完', runs.needsHuman(), '第 1 步（共 2 步）：关闭所有 v2 功能开关', '第 2 步（'],
  ['rerun', '重新执行这一步', runs.needsHuman(), '可能已经全部或部分执行过', '还需要另一位决策人同意'],
  ['skip', '跳过这一步', runs.stopped(), '这一步本该完成的内容会缺失', '第 2 步（'],
  ['hold', '先停住', runs.stopped(), '这个系统仍被占用', '什么都不再执行'],
  ['give-up', '以失败结束', runs.held(), '服务可能仍然异常', '以失败结束，系统可以开始下一次回滚'],
])(
  '%s: the dialog names the step, the risk and what happens, and the reason reaches the engine',
  async (way, label, state, risk, after) => {
    await standing(state, { choose: done });
    const { modal, sent } = await choose(OPS_NAME, label, ' 已到主机上看过 ');
    expect(modal.plain).toContain(state.id);
    expect(modal.plain).toContain(risk);
    expect(modal.plain).toContain(after);
    expect(sent).toMatchObject({ ok: true });
    expect(await theatre.people.modal(OPS_NAME)).toBeNull();
    const choice = { kind: way, reason: '已到主机上看过' };
    expect(theatre.asked).toEqual([
      { call: 'choose', input: { runId: state.id, by: OPS, choice, seen: state.waitingSince } },
    ]);
    expect(await toldTo(OPS_NAME)).toEqual([]);
  },
);

it('asks for a reason inside the dialog, and says a refusal there with what was typed kept', async () => {
  let refused: Result<RunState> = failed({ code: 'person.unverified', at: OPS });
  await standing(runs.stopped(), { choose: async () => refused });
  await theatre.people.click(OPS_NAME, '跳过这一步', { channel: INCIDENT });
  await theatre.people.waitForModal(OPS_NAME);
  expect(Object.keys((await theatre.people.submit(OPS_NAME, { 理由: '  ' })).errors ?? {})).toEqual(['理由']);
  expect(theatre.asked).toEqual([]);
  expect((await theatre.people.submit(OPS_NAME, { 理由: '磁盘已清理' })).errors?.理由).toBeTruthy();
  refused = ok(runs.stopped());
  // The same dialog, sent again, is heard.
  expect(await theatre.people.submit(OPS_NAME, { 理由: '磁盘已清理' })).toMatchObject({ ok: true });
  expect(theatre.asked).toHaveLength(2);
  expect(await toldTo(OPS_NAME)).toEqual([]);
});

it('does a choice once although the dialog and the press arrive twice', async () => {
  await standing(runs.stopped(), { choose: done });
  await theatre.people.fault({ kind: 'duplicate', delivery: 'click' });
  await theatre.people.fault({ kind: 'duplicate', delivery: 'submission' });
  await choose(OPS_NAME, '跳过这一步', '不影响服务');
  await theatre.people.waitFor(async () => (await theatre.people.faults()).faults.length === 0);
  expect(theatre.asked).toHaveLength(1);
  expect(await toldTo(OPS_NAME)).toEqual([]);
});

it('answers in time while a host is slow, and tells a late refusal with what was typed', async () => {
  let answer: (result: Result<RunState>) => void = () => {};
  const answered = new Promise<Result<RunState>>((resolve) => {
    answer = resolve;
  });
  const slow = () => answered;
  await standing(runs.needsHuman(), { choose: slow });
  // Slack gives three seconds for an answer, and says so when they are over.
  const { sent } = await choose(OPS_NAME, '已执行完', '看过日志');
  expect(sent).toMatchObject({ ok: true });
  expect((await theatre.people.modal(OPS_NAME))?.plain).toContain('正在询问主机');
  answer(failed({ code: 'step.running', at: FIRST }));
  const told = await theatre.people.waitForMessage(OPS_NAME, INCIDENT, '看过日志');
  expect(told).toMatchObject({ isEphemeral: true });
}, 20_000);

it('tells whoever sends the dialog too late who was first, and does nothing', async () => {
  const state = runs.stopped();
  await standing(state, { choose: done });
  await theatre.people.click(OPS_NAME, '跳过这一步', { channel: INCIDENT });
  await theatre.people.waitForModal(OPS_NAME);
  theatre.show(runs.held());
  expect(await theatre.people.submit(OPS_NAME, { 理由: '不影响服务' })).toMatchObject({ ok: true });
  const modal = await theatre.people.waitForModal(OPS_NAME);
  expect(modal.plain).toContain('这件事已经有人决定了');
  expect(modal.plain).toContain('@李四');
  expect(modal.plain).toContain('等 DBA');
  expect(modal.plain).toContain('不影响服务');
  expect(theatre.asked).toEqual([]);
});

it('tells whoever presses an old button who was first, and opens nothing', async () => {
  await standing(runs.stopped(), { choose: done });
  // The run has moved on; the card has not been edited yet.
  theatre.engine.run = async () => runs.held();
  await theatre.people.click(CTO_NAME, '跳过这一步', { channel: INCIDENT });
  const told = await theatre.people.waitForMessage(CTO_NAME, INCIDENT, '这件事已经有人决定了');
  expect(told).toMatchObject({ isEphemeral: true });
  expect(told.plain).toContain('@李四');
  expect(await theatre.people.modal(CTO_NAME)).toBeNull();
  expect(theatre.asked).toEqual([]);
});

it('refuses "check again" and "hand over" from a card that shows an earlier stand', async () => {
  const again = play(
    ...[requested(), ...prechecked(), approved(), started(FIRST), lost(FIRST)],
    { type: 'step.settled', step: FIRST, by: DIRECTOR, name: DIRECTOR_NAME, reason: '看过日志' },
    ...[started(SECOND), lost(SECOND)],
  );
  const pressed: string[] = [];
  const note = (name: string) => async () => {
    pressed.push(name);
    return ok(runs.needsHuman());
  };
  await standing(runs.needsHuman(), { askAgain: note('ask'), handOver: note('hand over') });
  // Another step is unknown by now; the card has not been edited yet.
  theatre.engine.run = async () => again;
  for (const label of ['再问主机', '停止并转人工']) {
    await theatre.people.click(CTO_NAME, label, { channel: INCIDENT, confirm: true });
  }
  await theatre.people.waitFor(async () => (await toldTo(CTO_NAME)).length === 2);
  for (const { plain } of await toldTo(CTO_NAME)) expect(plain).toContain('这件事已经有人决定了');
  expect(pressed).toEqual([]);
});

it('lets one person take the choice, and another take it over knowingly', async () => {
  const state = runs.stopped();
  await standing(state, { choose: done });
  await theatre.people.click(OPS_NAME, '我来决定', { channel: INCIDENT });
  await expect.poll(() => theatre.asked).toHaveLength(1);
  const claimed = play(...failedStep, { type: 'run.claimed', by: OPS, name: OPS_NAME });
  theatre.show(claimed);
  await theatre.people.waitForMessage(OPS_NAME, INCIDENT, '[改由我决定');
  // Another one's dialog does not even open.
  await theatre.people.click(DIRECTOR_NAME, '跳过这一步', { channel: INCIDENT });
  expect((await theatre.people.waitForMessage(DIRECTOR_NAME, INCIDENT, '⚠️')).plain).toContain('@赵六');
  expect(await theatre.people.modal(DIRECTOR_NAME)).toBeNull();
  await theatre.people.click(DIRECTOR_NAME, '改由我决定', { channel: INCIDENT, confirm: true });
  await expect.poll(() => theatre.asked).toHaveLength(2);
  expect(theatre.asked.map(({ input }) => (input as { choice: unknown }).choice)).toEqual([
    { kind: 'claim' },
    { kind: 'claim', from: OPS },
  ]);
});

it('asks another person before a step runs again, and takes a word on that wish only', async () => {
  const wish = { type: 'rerun.asked', step: FIRST, by: OPS, name: OPS_NAME, reason: '日志显示没有开始' } as const;
  const state = play(...failedStep, wish);
  await standing(state, { choose: done });
  await theatre.people.click(DIRECTOR_NAME, '同意重新执行', { channel: INCIDENT, confirm: true });
  await expect.poll(() => theatre.asked).toHaveLength(1);
  expect(theatre.asked[0]?.input).toEqual({
    ...{ runId: state.id, by: DIRECTOR, choice: { kind: 'grant-rerun' }, seen: state.rerun?.at },
  });
  theatre.engine.run = async () => runs.stopped();
  await theatre.people.click(CTO_NAME, '不同意重新执行', { channel: INCIDENT });
  await theatre.people.waitForMessage(CTO_NAME, INCIDENT, '已经没有人请求重新执行这一步');
  expect(theatre.asked).toHaveLength(1);
});

it('verifies again at a press', async () => {
  const state = runs.unverified();
  await standing(state, { choose: done });
  await theatre.people.click(OPS_NAME, '重新验证', { channel: INCIDENT });
  await expect.poll(() => theatre.asked).toHaveLength(1);
  expect(theatre.asked[0]?.input).toMatchObject({ choice: { kind: 'verify-again' }, seen: state.waitingSince });
});

it('speaks the language of the channel', async () => {
  theatre = await stage({
    engine: fakeEngine({ choose: done }),
    languages: { workspace: 'en', channels: { [INCIDENT]: 'en' } },
  });
  theatre.show(runs.stopped(english));
  await theatre.people.waitForMessage(OPS_NAME, INCIDENT, '[I will decide');
  await theatre.people.click(OPS_NAME, 'Skip this step', { channel: INCIDENT });
  const modal = await theatre.people.waitForModal(OPS_NAME);
  expect(modal.plain).toContain('Step 1 of 2');
  expect(modal.plain).toContain('What this step should have done will be missing');
  expect(await theatre.people.submit(OPS_NAME, { Why: 'not needed' })).toMatchObject({ ok: true });
  expect(theatre.asked).toHaveLength(1);
});
