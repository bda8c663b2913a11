import { expect, test } from 'vitest';
import type { RunState } from '../../src/run/state.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';

const view = { now: T0 + 60_000, delivered: new Set(['card', 'request-file']) };
const card = (state: RunState) => messageOf(surfacesOf(state, view), 'card');
const top = (state: RunState) => rendered({ blocks: card(state).blocks.slice(0, 2) });

test('success shows every step and check with what was seen, and who approved', () => {
  expect(rendered(card(runs.succeeded()))).toMatchInlineSnapshot(`
    "# ✅ 回滚成功 · wechat-backend · 方案 A：特性开关回滚
    步骤全部完成，验证全部通过。
    批准人：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩）
    实际耗时：4 秒，在预计的 1 分钟内；验证用了 6 秒
    结束时间：2026-11-20 03:12:16 UTC+08:00 · 您当地 ⟨date⟩
    严重程度：P0 立即回滚（5 分钟内响应）
    原因：诊断任务卡死
    影响：约 60% 用户
    申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00 · 您当地 ⟨date⟩）
    环境：sandbox
    预计耗时：1 分钟内
    = 全部步骤和验证
      complete: 1. 关闭所有 v2 功能开关 · 完成 · 0.4 秒
      complete: 2. 确认开关已全部关闭 · 完成 · 0.4 秒
      complete: 验证：版本号仍为 v2.0.0-phase1（方案 A 不改代码） · 通过 · 40 毫秒 | 依据：version pass
      complete: 验证：发起诊断、任务完成、报告可读 · 通过 · 40 毫秒 | 依据：diagnosis pass
      complete: 验证：错误率 < 1% · 通过 · 40 毫秒 | 依据：error-rate pass
      complete: 验证：健康检查通过 · 通过 · 40 毫秒 | 依据：health pass
      complete: 验证：监控面板可以读取 · 通过 · 40 毫秒 | 依据：dashboard pass
    [补充记录]
    ~ 编号 20261120-7kq2m"
  `);
});

test('success in English', () => {
  expect(top(runs.succeeded(english))).toMatchInlineSnapshot(`
    "# ✅ Rollback succeeded · wechat-backend · Scheme A: Switch the v2 features off
    All steps are done and every check passed.
    Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    Time taken: 4 s, within the expected 1 min; verification took 6 s
    Ended at: 2026-11-20 03:12:16 UTC+08:00 · your time ⟨date⟩"
  `);
});

test('partial success names what did not pass', () => {
  expect(top(runs.partial())).toMatchInlineSnapshot(`
    "# ⚠️ 部分成功 · wechat-backend · 方案 A：特性开关回滚
    步骤全部完成，但这些验证未通过或没有结果：监控面板可以读取。请跟进。
    批准人：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩）
    实际耗时：4 秒，在预计的 1 分钟内；验证用了 6 秒
    结束时间：2026-11-20 03:12:16 UTC+08:00 · 您当地 ⟨date⟩"
  `);
});

test('failure names the step and its exit code, and what did not run', () => {
  expect(rendered(card(runs.failed(english)))).toMatchInlineSnapshot(`
    "# ❌ Rollback failed · wechat-backend · Scheme A: Switch the v2 features off
    Step 1 of 2 (Switch all v2 flags off): failed, exit code 22 · 0.4 s. Later steps did not run. What was already done stays done. A person ended it as failed.
    Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    Ended as failed by: @U0LI4 (2026-11-20 03:12:09 UTC+08:00 · your time ⟨date⟩), Reason: 改用方案 B
    Time taken: 2 s, within the expected 1 min
    Ended at: 2026-11-20 03:12:10 UTC+08:00 · your time ⟨date⟩
    Last output: curl: (22) error: 403
    What to tell them, ready to copy, is in the thread.
    Severity: P0 Roll back at once (respond within 5 min)
    Reason: Diagnoses hang
    Impact: About 60% of the users
    Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00 · your time ⟨date⟩)
    Environment: sandbox
    Expected time: within 1 min
    = All steps and checks
      error: 1. Switch all v2 flags off · failed, exit code 22 · 0.4 s
      pending: 2. Read the flags back · not run
      pending: Verify: The version is still v2.0.0-phase1 (scheme A keeps the code) · not run
      pending: Verify: A diagnosis starts, completes and its report can be read · not run
      pending: Verify: Error rate below 1% · not run
      pending: Verify: The health check passes · not run
      pending: Verify: The dashboard can be read · not run
    [Complete the record]
    ~ Run 20261120-7kq2m"
  `);
});

test('a refused request names the pre-checks and that nothing was changed', () => {
  expect(top(runs.refused())).toMatchInlineSnapshot(`
    "# ⛔ 没有开始：回滚前检查未通过 · wechat-backend · 方案 A：特性开关回滚
    这些检查未通过：有 24 小时内的可用备份；特性开关接口可用。没有做任何改动。请先处理原因，再重新申请。
    结束时间：2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩"
  `);
});

test('rejected, expired and withdrawn are three different things', () => {
  expect(
    [runs.rejected, runs.expired, runs.withdrawn].map((make) => top(make(english))).join('\n\n'),
  ).toMatchInlineSnapshot(`
    "# 🚫 Request rejected · wechat-backend · Scheme A: Switch the v2 features off
    Nothing was changed. Request again if it is still needed.
    Rejected by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    Ended at: 2026-11-20 03:12:07 UTC+08:00 · your time ⟨date⟩

    # ⌛ Request expired · wechat-backend · Scheme A: Switch the v2 features off
    Nobody decided in time. Nothing was changed. Request again if it is still needed.
    Ended at: 2026-11-20 03:12:07 UTC+08:00 · your time ⟨date⟩

    # ↩️ Request withdrawn · wechat-backend · Scheme A: Switch the v2 features off
    Nothing was changed.
    Withdrawn by: @U0ZHAO6 (2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    Ended at: 2026-11-20 03:12:07 UTC+08:00 · your time ⟨date⟩"
  `);
});

test('a rejection says why, when the decider said so', () => {
  const rejected = runs.rejected();
  const { decision } = rejected;
  if (!decision) throw new Error('it was decided');
  expect(top({ ...rejected, decision: { ...decision, reason: '先扩容，再看十分钟' } })).toContain(
    '拒绝原因：先扩容，再看十分钟',
  );
});

test('a success that rests on the word of a person says so first', () => {
  const succeeded = runs.succeeded();
  const settled = { by: 'U0LI4', at: 0, reason: '看过文件' };
  const steps = succeeded.steps.map((step, index) => (index === 0 ? { ...step, settled } : step));
  expect(top(succeeded)).not.toContain('由人确认');
  expect(top({ ...succeeded, steps })).toContain('验证全部通过。其中第 1 步由人确认已执行，主机没有给出结果。');
});

test('a run taken over keeps what is known about its unknown step', () => {
  expect(top(runs.handedOver())).toMatchInlineSnapshot(`
    "# ✋ 已转人工处理 · wechat-backend · 方案 A：特性开关回滚
    第 1/2 步「关闭所有 v2 功能开关」的结果未知。它也可能还在主机上运行。Backout 不再执行任何命令，由接手人在主机上检查和处理。
    批准人：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩）
    接手人：@U0LI4（2026-11-20 03:12:09 UTC+08:00 · 您当地 ⟨date⟩）
    结束时间：2026-11-20 03:12:10 UTC+08:00 · 您当地 ⟨date⟩
    为何未知：与主机的连接断了
    主机：app（deploy@127.0.0.1:2222）
    是否已在主机上开始：无法向主机确认
    是否还在主机上运行：未知
    期间主机是否重启：未知
    最后一次收到主机的消息或输出：2026-11-20 03:12:00 UTC+08:00 · 您当地 ⟨date⟩
    脚本摘要（SHA-256）：eeeeeeeeeeee"
  `);
});

test('what was approved can be completed, what was refused requested again; nothing else is left to press', () => {
  const buttons = (make: () => RunState) =>
    [...JSON.stringify(card(make()).blocks).matchAll(/"action_id":"([a-z-]+)"/g)].map(([, action]) => action);
  for (const make of [runs.succeeded, runs.partial, runs.failed, runs.handedOver])
    expect(buttons(make)).toEqual(['complete-record']);
  for (const make of [runs.rejected, runs.expired, runs.withdrawn]) expect(buttons(make)).toEqual([]);
  expect(buttons(runs.refused)).toEqual(['open-request']);
});

test('a host that cannot be reached is said in words, with the technical fact beside them', () => {
  expect(
    rendered(card(runs.unreachable()))
      .split('\n')
      .filter((line) => line.includes('有 24 小时') || line.includes('连不上'))
      .slice(0, 3),
  ).toMatchInlineSnapshot(`
    [
      "这些检查未通过：有 24 小时内的可用备份；特性开关接口可用。没有做任何改动。请先处理原因，再重新申请。",
      "    依据：连不上主机 127.0.0.1:2222。请检查主机和网络，然后重试。 127.0.0.1:2222: connect ECONNREFUSED 127.0.0.1:2222",
      "    依据：连不上主机 127.0.0.1:2222。请检查主机和网络，然后重试。 127.0.0.1:2222: connect ECONNREFUSED 127.0.0.1:2222",
    ]
  `);
  const output = messageOf(surfacesOf(runs.notStarted(english), view), 'output:disable-v2-flags');
  expect(rendered(output)).toMatchInlineSnapshot(`
    "❌ Step 1 · Switch all v2 flags off · not started
    Host 127.0.0.1:2222 cannot be reached. Check the host and the network, then try again.
    127.0.0.1:2222: connect ECONNREFUSED 127.0.0.1:2222
    no output"
  `);
});
