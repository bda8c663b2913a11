import { expect, test } from 'vitest';
import { surfacesOf } from '../../src/view/surfaces.js';
import { fileOf, messageOf, rendered } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import { OPS, play, T0, type Untimed } from '../helpers/story.js';
import { wholeRequest } from '../helpers/whole-plans.js';

const fresh = { now: T0 + 6_000, delivered: new Set<string>() };
const filed = { now: T0 + 6_000, delivered: new Set(['card', 'request-file']) };

test('while pre-checks run, the card says so and can only be withdrawn', () => {
  expect(rendered(messageOf(surfacesOf(runs.preparing(), fresh), 'card'))).toMatchInlineSnapshot(`
    "# 回滚申请 · wechat-backend · 方案 A：特性开关回滚
    正在做回滚前检查（1/5），请稍候。
    严重程度：P0 立即回滚（5 分钟内响应）
    原因：诊断任务卡死
    影响：约 60% 用户
    申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00 · 您当地 ⟨date⟩）
    环境：sandbox
    预计耗时：1 分钟内
    回滚后版本：v2.0.0-phase1
    回滚前检查
    ✅ 当前版本是 v2.0.0-phase1 · 通过 · 40 毫秒
        依据：version pass
    ⬜ 健康状态 · 等待
    ⬜ 错误日志最近 100 行没有错误 · 等待
    ⬜ 有 24 小时内的可用备份 · 等待
    ⬜ 特性开关接口可用 · 等待
    [撤回申请]"
  `);
});

test('a request shows everything a decider needs, with the buttons once the full text is in the thread', () => {
  expect(rendered(messageOf(surfacesOf(runs.awaiting(), filed), 'card'))).toMatchInlineSnapshot(`
    "# 回滚申请 · wechat-backend · 方案 A：特性开关回滚
    等待决定：CTO 或 技术总监
    其中一人决定即可。目前没有做任何改动。
    严重程度：P0 立即回滚（5 分钟内响应）
    原因：诊断任务卡死
    影响：约 60% 用户
    申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00 · 您当地 ⟨date⟩）
    环境：sandbox
    预计耗时：1 分钟内
    回滚后版本：v2.0.0-phase1
    主机：app（deploy@127.0.0.1:2222）
    有效期至：2026-11-20 03:27:05 UTC+08:00 · 您当地 ⟨date⟩
    编号：20261120-7kq2m
    申请摘要（SHA-256）：dddddddddddd
    回滚前检查
    ✅ 当前版本是 v2.0.0-phase1 · 通过 · 40 毫秒
        依据：version pass
    ❌ 健康状态 · 未通过（不阻止回滚） · 40 毫秒
        依据：health fail
    ✅ 错误日志最近 100 行没有错误 · 通过 · 40 毫秒
        依据：error-log pass
    ✅ 有 24 小时内的可用备份 · 通过 · 40 毫秒
        依据：backup pass
    ✅ 特性开关接口可用 · 通过 · 40 毫秒
        依据：flags-reachable pass
    批准后将依次执行以下命令：
    1. 关闭所有 v2 功能开关 · app（deploy@127.0.0.1:2222） · 没有写撤销
    \`\`\`
    curl -fsS --max-time 15 -X POST "$ADMIN_API/api/admin/feature-flags" \\
      -H "Content-Type: application/json" \\
      -H @"$ADMIN_KEY_FILE" \\
      -d '{
        "diagnosis_v2_enabled": false,
        "diagnosis_v2_state_machine": false,
        "diagnosis_v2_timeout": false,
        "diagnosis_v2_retry": false,
        "diagnosis_v2_dead_letter": false,
        "diagnosis_v2_api_logging": false,
        "diagnosis_v2_data_persistence": false,
        "diagnosis_v2_report_stub": false
      }'
    \`\`\`
    2. 确认开关已全部关闭 · app（deploy@127.0.0.1:2222） · 只读
    \`\`\`
    flags=$(curl -fsS --max-time 10 "$ADMIN_API/api/admin/feature-flags")
    printf '%s\\n' "$flags"
    case $flags in *diagnosis_v2_enabled*) ;; *) echo "no flags in the answer"; exit 1 ;; esac
    case $flags in *true*) echo "a v2 flag is still on"; exit 1 ;; esac
    \`\`\`
    回滚后验证
    1. 版本号仍为 v2.0.0-phase1（方案 A 不改代码）
    2. 发起诊断、任务完成、报告可读
    3. 错误率 < 1%
    4. 健康检查通过
    5. 监控面板可以读取（非必须）
    ~ 全文见消息列里的文件。批准的就是这份全文。
    [批准] [拒绝] [撤回申请]"
  `);
});

test('the same request in English', () => {
  expect(rendered(messageOf(surfacesOf(runs.awaiting(english), filed), 'card'))).toMatchInlineSnapshot(`
    "# Rollback requested · wechat-backend · Scheme A: Switch the v2 features off
    Waiting for a decision by: CTO or Technical director
    One of them is enough. Nothing has been changed yet.
    Severity: P0 Roll back at once (respond within 5 min)
    Reason: Diagnoses hang
    Impact: About 60% of the users
    Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00 · your time ⟨date⟩)
    Environment: sandbox
    Expected time: within 1 min
    Version afterwards: v2.0.0-phase1
    Host: app (deploy@127.0.0.1:2222)
    Valid until: 2026-11-20 03:27:05 UTC+08:00 · your time ⟨date⟩
    Run: 20261120-7kq2m
    Request digest (SHA-256): dddddddddddd
    Pre-checks
    ✅ The live version is v2.0.0-phase1 · passed · 40 ms
        Seen: version pass
    ❌ Health · did not pass (does not block the rollback) · 40 ms
        Seen: health fail
    ✅ No errors in the last 100 lines of the error log · passed · 40 ms
        Seen: error-log pass
    ✅ A usable backup of the last 24 hours exists · passed · 40 ms
        Seen: backup pass
    ✅ The feature-flag interface answers · passed · 40 ms
        Seen: flags-reachable pass
    Once approved, these commands run in this order:
    1. Switch all v2 flags off · app (deploy@127.0.0.1:2222) · no undo is written
    \`\`\`
    curl -fsS --max-time 15 -X POST "$ADMIN_API/api/admin/feature-flags" \\
      -H "Content-Type: application/json" \\
      -H @"$ADMIN_KEY_FILE" \\
      -d '{
        "diagnosis_v2_enabled": false,
        "diagnosis_v2_state_machine": false,
        "diagnosis_v2_timeout": false,
        "diagnosis_v2_retry": false,
        "diagnosis_v2_dead_letter": false,
        "diagnosis_v2_api_logging": false,
        "diagnosis_v2_data_persistence": false,
        "diagnosis_v2_report_stub": false
      }'
    \`\`\`
    2. Read the flags back · app (deploy@127.0.0.1:2222) · only reads
    \`\`\`
    flags=$(curl -fsS --max-time 10 "$ADMIN_API/api/admin/feature-flags")
    printf '%s\\n' "$flags"
    case $flags in *diagnosis_v2_enabled*) ;; *) echo "no flags in the answer"; exit 1 ;; esac
    case $flags in *true*) echo "a v2 flag is still on"; exit 1 ;; esac
    \`\`\`
    Verification
    1. The version is still v2.0.0-phase1 (scheme A keeps the code)
    2. A diagnosis starts, completes and its report can be read
    3. Error rate below 1%
    4. The health check passes
    5. The dashboard can be read (not required)
    ~ The full text is the file in the thread. You approve exactly that.
    [Approve] [Reject] [Withdraw]"
  `);
});

test('nobody can approve before the full text is in the thread', () => {
  const { blocks } = messageOf(surfacesOf(runs.awaiting(), fresh), 'card');
  expect(JSON.stringify(blocks)).not.toContain('"approve"');
  expect(rendered({ blocks: blocks.slice(-2) })).toBe('~ 正在把全文发到消息列，发好后这里会出现批准按钮。\n[撤回申请]');
});

test('deciders are mentioned when it is known who fills their roles', () => {
  const roles = { cto: { users: ['U0ZHANG3'], groups: [] }, 'tech-director': { users: [], groups: ['S0LEADS'] } };
  const { blocks } = messageOf(surfacesOf(runs.awaiting(), { ...filed, roles }), 'card');
  expect(rendered({ blocks }).split('\n')[1]).toBe('等待决定：CTO @U0ZHANG3 或 技术总监 @S0LEADS');
});

test('approving asks once more and carries the digest that was read', () => {
  const { blocks } = messageOf(surfacesOf(runs.awaiting(), filed), 'card');
  const buttons = blocks.at(-1);
  expect(buttons?.type === 'actions' && buttons.elements[0]).toMatchObject({
    action_id: 'approve',
    style: 'danger',
    value: JSON.stringify(['20261120-7kq2m', 'd'.repeat(64)]),
    accessibility_label: '批准 20261120-7kq2m：wechat-backend · 方案 A：特性开关回滚',
    confirm: { title: { text: '现在开始回滚？' }, confirm: { text: '批准并开始' }, deny: { text: '再想想' } },
  });
});

test('scripts too long for a message are cut and point to the file', () => {
  const [step, ...others] = runs.awaiting().request.scheme.steps;
  if (!step) throw new Error('scheme A has steps');
  const scheme = { ...runs.awaiting().request.scheme, steps: [{ ...step, run: 'echo 长\n'.repeat(3_000) }, ...others] };
  const text = rendered(messageOf(surfacesOf(runs.awaiting({ scheme }), filed), 'card'));
  expect(text).toContain('…\n…（其余部分见消息列里的文件）');
  expect(text).toContain('[批准] [拒绝] [撤回申请]');
});

test('a decider sees that an old backup or what stood there was chosen, on the card and in the file', () => {
  const request = wholeRequest('meiyueart', '2');
  const { backup: found, scheme } = request;
  if (!found) throw new Error('scheme 2 goes back to a backup');
  const passed = scheme.prechecks.map(
    ({ id }): Untimed => ({
      ...{ type: 'check.finished', phase: 'preflight', check: id, durationMs: 40 },
      answer: { verdict: 'pass', evidence: '' },
    }),
  );
  const seen = (age: number, isDeployed?: boolean) => {
    const backup = { ...found, takenAt: T0 - age, ...(isDeployed ? { isDeployed } : {}) };
    const asked: Untimed = { type: 'run.requested', by: OPS, name: '赵六', request: { ...request, backup } };
    const state = play(asked, ...passed);
    return [rendered(messageOf(surfacesOf(state, filed), 'card')), fileOf(surfacesOf(state, fresh), 'request-file')];
  };
  for (const text of seen(25 * 3_600_000)) expect(text).toMatch(/回滚到.*，⚠️ 可用，但已超过 24 小时）/);
  for (const text of seen(23 * 3_600_000)) expect(text).not.toMatch(/已超过|部署的就是它/);
  for (const text of seen(0, true)) expect(text).toMatch(/回滚到.*，⚠️ 选择时部署的就是它）/);
});
