import { expect, test } from 'vitest';
import type { RunState } from '../../src/run/state.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import { play, prechecked, requested, T0 } from '../helpers/story.js';

const incident = { channel: 'C0OUTAGE', thread: '1763580000.000100' };
const view = { now: T0 + 60_000, delivered: new Set(['card', 'request-file']) };
const UNKNOWN = `call:unknown:${T0 + 8_000}`;
const keys = (state: RunState) => surfacesOf(state, view).map(({ key }) => key);

test('each phase shows what is there to show, in the order of delivery', () => {
  expect(keys(runs.preparing())).toEqual(['card']);
  expect(keys(runs.awaiting())).toEqual(['card', 'request-file', 'call:decide']);
  expect(keys(runs.running())).toEqual(['card', 'request-file', 'notice', 'output:disable-v2-flags']);
  expect(keys(runs.running({ incident }))).toEqual([
    'card',
    'incident:requested:1763580000.000100',
    'request-file',
    'notice',
    'incident:decided:1763580000.000100',
    'output:disable-v2-flags',
  ]);
  expect(keys(runs.rejected())).toEqual(['card', 'request-file', 'summary']);
  expect(keys(runs.succeeded({ incident }))).toEqual([
    'card',
    'incident:requested:1763580000.000100',
    'request-file',
    'notice',
    'output:disable-v2-flags',
    'output:read-flags-back',
    'record-file',
    'summary',
    'incident:finished:1763580000.000100',
  ]);
});

test('only the summary of a run that was approved is shown to the whole channel', () => {
  const place = (state: RunState) => surfacesOf(state, view).find(({ key }) => key === 'summary')?.place;
  expect(place(runs.failed())).toEqual({ channel: 'C0INCIDENT', below: 'card', broadcast: true });
  expect(place(runs.expired())).toEqual({ channel: 'C0INCIDENT', below: 'card' });
});

test('the notice has the six fields of the document', () => {
  expect(rendered(messageOf(surfacesOf(runs.running(), view), 'notice'))).toMatchInlineSnapshot(`
    "【回滚通知】
    时间：2026-11-20 03:12:06 UTC+08:00
    原因：诊断任务卡死
    影响：约 60% 用户
    回滚方案：方案 A：特性开关回滚
    预计耗时：1 分钟内
    负责人：@U0ZHAO6
    批准人：@U0LI4（技术总监）"
  `);
  expect(rendered(messageOf(surfacesOf(runs.running(english), view), 'notice'))).toMatchInlineSnapshot(`
    "[Rollback notice]
    Time: 2026-11-20 03:12:06 UTC+08:00
    Reason: Diagnoses hang
    Impact: About 60% of the users
    Scheme: Scheme A: Switch the v2 features off
    Expected time: within 1 min
    Person in charge: @U0ZHAO6
    Approved by: @U0LI4 (Technical director)"
  `);
});

test('the output of a step stands in the thread with its result', () => {
  expect(rendered(messageOf(surfacesOf(runs.running(), view), 'output:disable-v2-flags'))).toMatchInlineSnapshot(`
    "✅ 第 1 步 · 关闭所有 v2 功能开关 · 完成 · 0.4 秒
    退出码 0，输出：
    \`\`\`
    {"ok":true}
    \`\`\`"
  `);
  expect(rendered(messageOf(surfacesOf(runs.failed(english), view), 'output:disable-v2-flags'))).toMatchInlineSnapshot(`
    "❌ Step 1 · Switch all v2 flags off · failed, exit code 22 · 0.4 s
    Output:
    \`\`\`
    curl: (22) error: 403
    \`\`\`"
  `);
});

test('the summary says how it ended and who decided', () => {
  expect(rendered(messageOf(surfacesOf(runs.succeeded(), view), 'summary'))).toMatchInlineSnapshot(`
    "✅ 回滚成功 · wechat-backend · 方案 A：特性开关回滚
    步骤全部完成，验证全部通过。
    申请人：@U0ZHAO6
    批准人：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩）
    实际耗时：4 秒，在预计的 1 分钟内；验证用了 6 秒
    结束时间：2026-11-20 03:12:16 UTC+08:00 · 您当地 ⟨date⟩
    回滚记录在这次回滚的消息列里。"
  `);
  expect(rendered(messageOf(surfacesOf(runs.failed(english), view), 'summary'))).toMatchInlineSnapshot(`
    "❌ Rollback failed · wechat-backend · Scheme A: Switch the v2 features off
    Step 1 of 2 (Switch all v2 flags off): failed, exit code 22 · 0.4 s. Later steps did not run. What was already done stays done. A person ended it as failed.
    Requested by: @U0ZHAO6
    Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    Ended as failed by: @U0LI4 (2026-11-20 03:12:09 UTC+08:00 · your time ⟨date⟩), Reason: 改用方案 B
    Time taken: 2 s, within the expected 1 min
    Ended at: 2026-11-20 03:12:10 UTC+08:00 · your time ⟨date⟩
    Last output: curl: (22) error: 403
    The rollback record is in this run's thread."
  `);
});

test('deciders are called once the full text is there, and told when nothing is left to decide', () => {
  const roles = { cto: { users: ['U0ZHANG3'], groups: [] }, 'tech-director': { users: ['U0LI4'], groups: [] } };
  const waiting = surfacesOf(runs.awaiting(), { ...view, roles });
  expect(waiting.find(({ key }) => key === 'call:decide')?.place).toEqual({ channel: 'C0INCIDENT', below: 'card' });
  expect(rendered(messageOf(waiting, 'call:decide'))).toMatchInlineSnapshot(`
    "🔔 请决定 · wechat-backend · 方案 A：特性开关回滚
    CTO @U0ZHANG3 或 技术总监 @U0LI4，请到回滚消息上批准或拒绝。
    P0 要求 5 分钟内响应；申请在 03:27:05 UTC+08:00 失效 · 您当地 ⟨date⟩。"
  `);
  const called = { ...view, delivered: new Set(['card', 'request-file', 'call:decide']) };
  expect(rendered(messageOf(surfacesOf(runs.running(english), called), 'call:decide'))).toMatchInlineSnapshot(`
    "Nothing left to decide · wechat-backend · Scheme A: Switch the v2 features off
    Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)"
  `);
  expect(rendered(messageOf(surfacesOf(runs.expired(), called), 'call:decide'))).toMatchInlineSnapshot(`
    "不用再决定 · wechat-backend · 方案 A：特性开关回滚
    ⌛ 申请已过期"
  `);
});

test('requester and approver are called to an unknown step', () => {
  expect(rendered(messageOf(surfacesOf(runs.needsHuman(), view), UNKNOWN))).toMatchInlineSnapshot(`
    "❓ 结果未知，需要人工决定 · wechat-backend · 方案 A：特性开关回滚
    @U0ZHAO6 @U0LI4，请到回滚消息上选择怎么继续。
    第 1/2 步「关闭所有 v2 功能开关」的结果未知。命令在 03:12:07 送达主机。之后一直没有收到主机的消息。它可能全部执行了，可能只执行了一部分，也可能根本没有执行。它也可能还在主机上运行。
    在有人选择之前，Backout 不会发出新的命令，这个系统的其他回滚要等它。
    还没有人处理。请先按“我来决定”，让其他人知道。"
  `);
  const called = { ...view, delivered: new Set(['card', UNKNOWN]) };
  expect(rendered(messageOf(surfacesOf(runs.handedOver(english), called), UNKNOWN))).toMatchInlineSnapshot(`
    "The unknown step was dealt with · wechat-backend · Scheme A: Switch the v2 features off
    Decided by: @U0LI4 (2026-11-20 03:12:09 UTC+08:00 · your time ⟨date⟩), a person took over
    It was never found out how the step ended."
  `);
});

test('evidence too long for the card is in the thread', () => {
  const long = Array.from({ length: 40 }, (_, line) => `error ${line}`).join('\n');
  const events = prechecked().map((event) =>
    event.type === 'check.finished' && event.check === 'error-log'
      ? { ...event, answer: { verdict: 'fail' as const, evidence: long } }
      : event,
  );
  const surfaces = surfacesOf(play(requested(), ...events), view);
  expect(rendered(messageOf(surfaces, 'card'))).toContain('（全文见消息列）');
  expect(rendered(messageOf(surfaces, 'precheck:error-log'))).toContain('error 39');
});

test('the same state gives the same surfaces', () => {
  expect(surfacesOf(runs.succeeded({ incident }), view)).toEqual(surfacesOf(runs.succeeded({ incident }), view));
});

test('the end is told once in a channel: by the incident thread when that is there, else by the summary', () => {
  const broadcasts = (channel: string) => {
    const linked = { ...runs.succeeded(), incident: { channel, thread: '1.2' } };
    return surfacesOf(linked, view).filter(({ key, place }) => place.broadcast && /summary|finished/.test(key));
  };
  expect(broadcasts('C0INCIDENT').map(({ key }) => key)).toEqual(['incident:finished:1.2']);
  expect(broadcasts('C0OTHER').map(({ key }) => key)).toEqual(['summary', 'incident:finished:1.2']);
});
