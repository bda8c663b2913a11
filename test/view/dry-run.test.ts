import { expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/blocks/check.js';
import type { ChosenBackup } from '../../src/domain/backup.js';
import { expandScheme } from '../../src/domain/expand-scheme.js';
import { dryRunMessages, type Tried } from '../../src/view/dry-run.js';
import { s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';
import { T0 } from '../helpers/story.js';
import { wholePlan } from '../helpers/whole-plans.js';

function tried(system: Tried['system'], key: string, changes: Partial<Tried> = {}): Tried {
  const scheme = system.plan.schemes.find((each) => each.key === key);
  if (!scheme) throw new Error(`no scheme ${key}`);
  const answer = { verdict: 'pass', evidence: 'seen' } as const;
  const prechecks = scheme.prechecks.map((check) => ({ check, answer }));
  return { system, scheme: expandScheme(scheme, system.plan.backups), prechecks, at: T0, ...changes };
}

const backend = s2System({ plan: wholePlan('wechat-backend') });

const backup: ChosenBackup = {
  ...{
    source: 'files',
    kind: 'directory' as const,
    name: '20261120_020000',
    path: '/home/user/backups/20261120_020000',
  },
  ...{ takenAt: T0 - 72 * 60_000, bytes: 1_400, digest: 'b'.repeat(64) },
};

test('a dry run says that nothing was changed, what it found, and what would run', () => {
  const [message, ...more] = dryRunMessages(tried(s2System(), 'a', { version: 'v2.0.0-phase1' }), 'zh-CN');
  expect(rendered(message)).toMatchInlineSnapshot(`
    "# 演练 · wechat-backend · 方案 A：特性开关回滚
    演练 · 没有做任何改动
    可以执行：必须通过的检查全部通过。
    回滚后版本：v2.0.0-phase1
    预计耗时：1 分钟内
    环境：sandbox
    查询时间：2026-11-20 03:12:00 UTC+08:00
    回滚前检查（刚刚查询）
    ✅ 当前版本是 v2.0.0-phase1 · 通过
        依据：seen
    ✅ 健康状态 · 通过
        依据：seen
    ✅ 错误日志最近 100 行没有错误 · 通过
        依据：seen
    ✅ 有 24 小时内的可用备份 · 通过
        依据：seen
    ✅ 特性开关接口可用 · 通过
        依据：seen
    将依次执行
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
    完成后将验证
    1. 版本号仍为 v2.0.0-phase1（方案 A 不改代码）
    2. 发起诊断、任务完成、报告可读
    3. 错误率 < 1%
    4. 健康检查通过
    5. 监控面板可以读取（非必须）
    演练 · 没有做任何改动"
  `);
  expect(more).toEqual([]);
});

test('what would be refused is said, with the facts; a check that changes something is not sent', () => {
  const whole = tried(s2System(), 'a');
  const prechecks = whole.prechecks.map(({ check }, index) => {
    if (index === 0 && check.kind === 'http')
      return { check: { ...check, writes: true }, answer: { verdict: 'unknown', evidence: '' } as const };
    const failure = { code: 'ssh.unreachable', at: '10.0.0.5' } as const;
    return { check, answer: { verdict: 'unknown', evidence: 'ETIMEDOUT', failure } as const };
  });
  const text = rendered(dryRunMessages({ ...whole, prechecks }, 'en')[0]);
  expect(text).toContain(
    'Would be refused: these pre-checks did not pass: A usable backup of the last 24 hours exists',
  );
  expect(text).toContain('changes something, so a dry run does not send it');
  expect(text).toContain('Seen: Host 10.0.0.5 cannot be reached.');
  expect(text.match(/DRY RUN · nothing was changed/g)).toHaveLength(2);
});

test('what a scheme goes back to and the steps that Backout adds are shown', () => {
  const [message, ...more] = dryRunMessages(tried(backend, 'c', { backup, version: backup.name }), 'zh-CN');
  const text = rendered(message);
  expect(text).toContain('回滚到：20261120_020000（2026-11-20 02:00:00 UTC+08:00，1.4 KB，内容摘要 bbbbbbbbbbbb）');
  expect(text).toContain('1. 核对所选备份未被改动 · app（deploy@127.0.0.1:2222） · 只读 · Backout 自动加入');
  expect(text).toMatch(/客服无异常反馈（.*人工确认）/);
  expect(more).toEqual([]);
});

test('scripts too long for the message follow whole', () => {
  const whole = tried(backend, 'c', { backup });
  const long = Array.from({ length: 400 }, (_, line) => `echo "line ${line}"`).join('\n');
  const scheme = { ...whole.scheme, steps: whole.scheme.steps.map((step) => ({ ...step, run: long })) };
  const [message, ...more] = dryRunMessages({ ...whole, scheme }, 'zh-CN');
  const scripts = more.map((each) => rendered(each)).join('\n');
  expect(rendered(message)).not.toContain('echo');
  expect(scripts).toContain('演练 · 没有做任何改动');
  expect(scripts.match(/echo "line 399"/g)).toHaveLength(scheme.steps.length);
  expect(scripts).not.toContain('文件无法上传');
  for (const each of [message, ...more]) expect(checkBlocks([...each.blocks], 'message').problems).toEqual([]);
});
