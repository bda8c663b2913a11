import { expect, test } from 'vitest';
import { answersModal, parseAnswers } from '../../src/view/answers-modal.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered, renderedModal } from '../helpers/rendered.js';
import { exited, play, started, T0, type Untimed } from '../helpers/story.js';
import { wholeRequest } from '../helpers/whole-plans.js';

const request = wholeRequest('wechat-backend', 'a');
const { steps, checks, prechecks } = request.scheme;
const answered = (phase: 'preflight' | 'verify', check: string, by?: string, evidence = ''): Untimed => ({
  ...{ type: 'check.finished', phase, check, durationMs: 40, answer: { verdict: 'pass', evidence } },
  ...(by === undefined ? {} : { by }),
});
const byHand = checks.filter(({ kind }) => kind === 'manual').map(({ id }) => id);
const beginning: readonly Untimed[] = [
  { type: 'run.requested', by: 'U0ZHAO6', request },
  ...prechecks.map(({ id }) => answered('preflight', id)),
  { type: 'approval.granted', by: 'U0LI4', role: 'tech-director', digest: request.digest },
  ...steps.flatMap(({ id }) => [started(id), exited(id)]),
];
const automatic = checks.filter(({ kind }) => kind !== 'manual').map(({ id }) => answered('verify', id));
const verifying = play(...beginning, ...automatic);
const view = {
  now: T0 + 90_000,
  delivered: new Set(['card', 'request-file', 'call:answers']),
  roles: Object.fromEntries(Object.keys(request.plan.roles).map((role) => [role, { users: ['U0QIAN7'], groups: [] }])),
};

test('while it verifies, the card says which checks wait for whom and until when', () => {
  const card = rendered(messageOf(surfacesOf(verifying, view), 'card'));
  expect(card.slice(card.indexOf('= 全部'))).toMatchInlineSnapshot(`
    "= 全部步骤和验证
      complete: 1. 保存当前的 v2 功能开关 · 完成 · 0.4 秒
      complete: 2. 关闭所有 v2 功能开关 · 完成 · 0.4 秒
      complete: 3. 确认开关已全部关闭 · 完成 · 0.4 秒
      complete: 验证：版本号仍为 v2.0.0-phase1（方案 A 不改代码） · 通过 · 40 毫秒
      complete: 验证：v1 API 可以发起诊断、完成任务、取得报告 · 通过 · 40 毫秒
      complete: 验证：错误率下降到正常水平（< 1%） · 通过 · 40 毫秒
      complete: 验证：健康检查通过 · 通过 · 40 毫秒
      complete: 验证：监控面板可以读取 · 通过 · 40 毫秒
      complete: 验证：响应时间 < 2 秒 · 通过 · 40 毫秒
      complete: 验证：CPU 使用率 < 70% · 通过 · 40 毫秒
      complete: 验证：内存使用率 < 80% · 通过 · 40 毫秒
      complete: 验证：数据库连接正常 · 通过 · 40 毫秒
      complete: 验证：Redis 连接正常 · 通过 · 40 毫秒
      pending: 验证：内部测试账号可以正常使用 · 等待 后端负责人 在 03:42:14 UTC+08:00 前确认 | 您当地 ⟨date⟩
      pending: 验证：抽样用户回访确认功能正常 · 等待 产品经理 在 03:42:14 UTC+08:00 前确认 | 您当地 ⟨date⟩
      pending: 验证：客服无异常反馈 · 等待 产品经理 在 03:42:14 UTC+08:00 前确认 | 您当地 ⟨date⟩
    [人工确认（3）] [中止]"
  `);
  expect(card).toContain(`；还有 ${byHand.length} 项等待人工确认`);
});

test('those who must answer are called in the thread, and told when all is answered', () => {
  expect(rendered(messageOf(surfacesOf(verifying, view), 'call:answers'))).toMatchInlineSnapshot(`
    "👀 请确认 · wechat-backend · 方案 A：特性开关回滚
    • 后端负责人 @U0QIAN7：内部测试账号可以正常使用（请在 03:42:14 UTC+08:00 前确认） · 您当地 ⟨date⟩
    • 产品经理 @U0QIAN7：抽样用户回访确认功能正常（请在 03:42:14 UTC+08:00 前确认） · 您当地 ⟨date⟩
    • 产品经理 @U0QIAN7：客服无异常反馈（请在 03:42:14 UTC+08:00 前确认） · 您当地 ⟨date⟩
    请到回滚消息上按“人工确认”。"
  `);
  const over = play(
    ...[...beginning, ...automatic],
    ...byHand.map((id) => answered('verify', id, 'U0QIAN7', '看过了')),
    { type: 'run.closed', outcome: 'succeeded' },
  );
  const call = rendered(messageOf(surfacesOf(over, view), 'call:answers'));
  expect(call).toBe('没有等待人工确认的项目了 · wechat-backend · 方案 A：特性开关回滚');
  expect(rendered(messageOf(surfacesOf(over, view), 'card'))).toMatch(
    /确认人：@U0QIAN7（\d\d:\d\d:\d\d UTC\+08:00） · 备注：看过了/,
  );
});

test('before the steps are done nothing waits for people, and nobody is called', () => {
  const running = play(...beginning.slice(0, -1));
  const surfaces = surfacesOf(running, { ...view, delivered: new Set(['card', 'request-file']) });
  expect(surfaces.some(({ key }) => key === 'call:answers')).toBe(false);
  expect(rendered(messageOf(surfaces, 'card'))).not.toContain('[人工确认');
  expect(answersModal(running, 'C0INCIDENT', 'zh-CN')).toBeUndefined();
});

test('the dialog asks what is still open', () => {
  const state = play(...beginning, ...automatic, answered('verify', byHand[0] ?? '', 'U0ZHAO6'));
  const modal = answersModal(state, 'C0INCIDENT', 'en');
  expect(modal && renderedModal(modal)).toMatchInlineSnapshot(`
    "# Answer checks
    wechat-backend · Scheme A: Switch the v2 features off
    20261120-7kq2m
    Sampled users confirm that it works:
      ( ) Passed
      ( ) Did not pass
      (x) Not looked at yet
    ~ waits for Product manager until 03:42:14 UTC+08:00
    Note: (What did you see? It goes into the record.)
    Support hears of no trouble:
      ( ) Passed
      ( ) Did not pass
      (x) Not looked at yet
    ~ waits for Product manager until 03:42:14 UTC+08:00
    Note: (What did you see? It goes into the record.)
    ~ Without an answer in time the check counts as unknown, which is not a success.
    [Send] [Cancel]"
  `);
});

test('what was not looked at yet is no answer', () => {
  const values = {
    'verdict:users': { input: { selected_option: { value: 'fail' } } },
    'note:users': { input: { value: ' 两位用户仍报错\n' } },
    'verdict:support': { input: { selected_option: { value: 'open' } } },
    'note:support': { input: { value: '还没问' } },
    'verdict:test-account': { input: { selected_option: { value: 'pass' } } },
    'note:test-account': { input: { value: null } },
  };
  expect(parseAnswers(values)).toEqual([
    { check: 'users', verdict: 'fail', note: '两位用户仍报错' },
    { check: 'test-account', verdict: 'pass', note: '' },
  ]);
});
