import { expect, test } from 'vitest';
import { statusMessage } from '../../src/view/status.js';
import { rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';

const now = T0 + 36_000;

test('every open run says who must do what next', () => {
  const active = [runs.preparing(), runs.awaiting(), runs.running(), runs.verifying(), runs.needsHuman()];
  expect(rendered(statusMessage({ active, recent: [], language: 'zh-CN', now }))).toMatchInlineSnapshot(`
    "# 有 5 个回滚正在进行或等待中。
    wechat-backend · 方案 A：特性开关回滚
    正在做回滚前检查，暂时不用操作。
    20261120-7kq2m · 申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00） · 消息在 #C0INCIDENT
    wechat-backend · 方案 A：特性开关回滚
    请 CTO 或 技术总监 批准或拒绝。P0 要求 5 分钟内响应；申请在 03:27:05 UTC+08:00 失效 · 您当地 ⟨date⟩。
    20261120-7kq2m · 申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00） · 消息在 #C0INCIDENT
    wechat-backend · 方案 A：特性开关回滚
    第 2/2 步：确认开关已全部关闭。已用 0:30 / 预计 1:00。不用操作。
    20261120-7kq2m · 申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00） · 消息在 #C0INCIDENT
    wechat-backend · 方案 A：特性开关回滚
    步骤已全部完成，正在验证（1/5）。不用操作。
    20261120-7kq2m · 申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00） · 消息在 #C0INCIDENT
    wechat-backend · 方案 A：特性开关回滚
    第 1/2 步「关闭所有 v2 功能开关」的结果未知。命令在 03:12:07 送达主机。之后一直没有收到主机的消息。它可能全部执行了，可能只执行了一部分，也可能根本没有执行。它也可能还在主机上运行。请到回滚消息上选择怎么继续。
    20261120-7kq2m · 申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00） · 消息在 #C0INCIDENT
    [重新查询]"
  `);
  expect(rendered(statusMessage({ active, recent: [], language: 'en', now }))).toMatchInlineSnapshot(`
    "# 5 rollbacks are running or waiting.
    wechat-backend · Scheme A: Switch the v2 features off
    Pre-checks are running. Nothing to do yet.
    20261120-7kq2m · Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00) · shown in #C0INCIDENT
    wechat-backend · Scheme A: Switch the v2 features off
    CTO or Technical director must approve or reject. P0 asks for a response within 5 min; the request expires at 03:27:05 UTC+08:00 · your time ⟨date⟩.
    20261120-7kq2m · Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00) · shown in #C0INCIDENT
    wechat-backend · Scheme A: Switch the v2 features off
    Step 2 of 2: Read the flags back. Time used 0:30 of 1:00. Nothing to do.
    20261120-7kq2m · Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00) · shown in #C0INCIDENT
    wechat-backend · Scheme A: Switch the v2 features off
    All steps are done. Verifying, 1 of 5 checked. Nothing to do.
    20261120-7kq2m · Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00) · shown in #C0INCIDENT
    wechat-backend · Scheme A: Switch the v2 features off
    Nobody knows how step 1 of 2 (Switch all v2 flags off) ended. The command was delivered at 03:12:07. We heard nothing from the host after that. It may have run fully, partly, or not at all. It may still be running on the host. Choose on the rollback message how to go on.
    20261120-7kq2m · Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00) · shown in #C0INCIDENT
    [Look again]"
  `);
});

test('with nothing open, it says that nobody needs to act and how the last ones ended', () => {
  const recent = [runs.failed(), runs.withdrawn(), runs.running()];
  expect(rendered(statusMessage({ active: [], recent, language: 'zh-CN', now }))).toMatchInlineSnapshot(`
    "# 没有正在进行或等待中的回滚。
    目前不用操作。输入 /rollback help 查看命令。
    最近结束的
    • 2026-11-20 03:12:10 UTC+08:00 wechat-backend · 方案 A：特性开关回滚 · ❌ 回滚失败（20261120-7kq2m）
    • 2026-11-20 03:12:07 UTC+08:00 wechat-backend · 方案 A：特性开关回滚 · ↩️ 申请已撤回（20261120-7kq2m）
    [重新查询] [最近的回滚记录]"
  `);
  expect(statusMessage({ active: [], recent: [], language: 'en', now }).text).toBe(
    'No rollback is running or waiting. Nobody needs to do anything. /rollback help shows the commands.',
  );
});
