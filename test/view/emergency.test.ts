import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/blocks/check.js';
import type { RunState } from '../../src/run/state.js';
import { contactsMessage } from '../../src/view/contacts.js';
import type { Message } from '../../src/view/surface.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { s2System } from '../helpers/engine.js';
import { fileOf, messageOf, rendered } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import { exited, play, started } from '../helpers/story.js';
import { approvedRun, brokenRun, wholePlan, wholeRequest, wholeRun } from '../helpers/whole-plans.js';

const s1 = wholeRequest('meiyueart', '2');
const s2 = wholeRequest('wechat-backend', 'b');
const shown = (state: RunState, ...delivered: readonly string[]) =>
  surfacesOf(state, { now: 0, delivered: new Set(delivered) });
const card = (state: RunState) => rendered(messageOf(shown(state), 'card'));
const keys = (state: RunState) => shown(state).map(({ key }) => key);

test('a rollback that broke before it changed anything is no emergency: it says so and can be requested again', () => {
  const steps = [started('confirm-backup'), exited('confirm-backup', 2, 'no such directory')];
  const gone = play(...approvedRun(s1), ...steps, { type: 'run.closed', outcome: 'failed' });
  expect(card(gone)).toContain('没有做任何改动，请重新选择备份。');
  expect(card(gone)).not.toContain('ops@meiyueart.com');
  expect(card(gone)).toContain('[重新申请方案 2：手动回滚]');
  expect(keys(gone)).not.toContain('call:emergency');
  const marking = [started('confirm-backup'), exited('confirm-backup', 0), started('mark-logs-web')];
  const unmarked = [...approvedRun(s1), ...marking, exited('mark-logs-web', 1, 'no log')];
  const looked = play(...unmarked, { type: 'run.closed', outcome: 'failed' });
  expect(card(looked)).toContain('此前的步骤只查看，没有做任何改动。');
  expect(card(brokenRun(s1))).not.toContain('没有做任何改动');
});

test('the card of a rollback that failed says what to do now, whom to call and what to try next', () => {
  expect(card(brokenRun(s1))).toMatchInlineSnapshot(`
    "# ❌ 回滚失败 · meiyueart · 方案 2：手动回滚
    第 6/6 步「重启服务」：失败，退出码 1 · 0.4 秒。后面的步骤没有执行。已经做完的不会自动撤销。最后由人结束，记为失败。
    批准人：@U0LI4（运维团队，2026-11-20 03:12:09 UTC+08:00 · 您当地 ⟨date⟩）
    原打算回滚到：20261120_020000
    以失败结束的人：@U0LI4（2026-11-20 03:12:22 UTC+08:00 · 您当地 ⟨date⟩），原因：改为手动处理
    实际耗时：12 秒，在预计的 15 分钟内
    结束时间：2026-11-20 03:12:23 UTC+08:00 · 您当地 ⟨date⟩
    最后的输出：lingzhi_admin_backend: ERROR (spawn error)
    这次回滚留有之前的副本，可以撤销：/rollback undo 20261120-7kq2m
    在得到指示之前：停止操作；等待技术支持
    请立即联系：
    • 运维团队 · 邮箱 ops@meiyueart.com
    • 紧急支持 · 邮箱 emergency@meiyueart.com
    要告诉对方的内容在消息列里，可以直接复制。
    严重程度：NOW 确认问题后立即回滚（15 分钟内响应）
    原因：推荐人字段不显示
    影响：全部管理员
    申请人：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00 · 您当地 ⟨date⟩）
    环境：sandbox
    预计耗时：15 分钟内
    = 全部步骤和验证
      complete: 1. 核对所选备份未被改动 · 完成 · 0.4 秒
      complete: 2. 标记日志当前的末尾 · 完成 · 0.4 秒
      complete: 3. 保存线上当前文件 · 完成 · 0.4 秒
      complete: 4. 恢复 user_system.py · 完成 · 0.4 秒
      complete: 5. 恢复 change_password.py · 完成 · 0.4 秒
      error: 6. 重启服务 · 失败，退出码 1 · 0.4 秒
      pending: 验证：线上文件与所选备份一致 · 未执行
      pending: 验证：服务状态为 RUNNING · 未执行
      pending: 验证：健康检查通过 · 未执行
      pending: 验证：回滚开始后日志无异常错误 · 未执行
      pending: 验证：用户可以正常登录 · 未执行
      pending: 验证：用户信息正常返回，含推荐人 · 未执行
      pending: 验证：密码修改功能正常 · 未执行
      pending: 验证：系统其他功能正常 · 未执行
      pending: 验证：用户未报告异常 · 未执行
      pending: 验证：API 响应时间正常（< 500 毫秒） · 未执行
      pending: 验证：服务资源占用正常（CPU 与内存 < 80%） · 未执行
      pending: 验证：无明显性能下降（持续观察 5 秒） · 未执行
    方案文档的下一个方案：方案 3：应急回滚（情况紧急，需要最快恢复）
    [申请方案 3：应急回滚]
    [补充记录] [撤销这次回滚]
    ~ 编号 20261120-7kq2m"
  `);
  expect(card(brokenRun({ ...s2, language: 'en' }))).toMatchInlineSnapshot(`
    "# ❌ Rollback failed · wechat-backend · Scheme B: Roll the code back
    Step 4 of 4 (Restart the service): failed, exit code 1 · 0.4 s. Later steps did not run. What was already done stays done. A person ended it as failed.
    Approved by: @U0LI4 (CTO, 2026-11-20 03:12:09 UTC+08:00 · your time ⟨date⟩)
    Meant to roll back to: 20261120_020000
    Ended as failed by: @U0LI4 (2026-11-20 03:12:18 UTC+08:00 · your time ⟨date⟩), Reason: 改为手动处理
    Time taken: 8 s, within the expected 10 min
    Ended at: 2026-11-20 03:12:19 UTC+08:00 · your time ⟨date⟩
    Last output: lingzhi_admin_backend: ERROR (spawn error)
    A copy from before was kept. To take this rollback back: /rollback undo 20261120-7kq2m
    Call at once:
    • CTO 张三 · phone 138****0000 ⚠️ · WeChat zhang3 · mail zhang3@example.com ⚠️
    • Technical director 李四 · phone 139****1111 ⚠️ · WeChat li4 · mail li4@example.com ⚠️
    • Backend lead 王五 · phone 137****2222 ⚠️ · WeChat wang5 · mail wang5@example.com ⚠️
    • Operations lead 赵六 · phone 136****3333 ⚠️ · WeChat zhao6 · mail zhao6@example.com ⚠️
    • Product manager 钱七 · phone 135****4444 ⚠️ · WeChat qian7 · mail qian7@example.com ⚠️
    • Emergency group · link [微信群链接/钉钉群链接] ⚠️
    What to tell them, ready to copy, is in the thread.
    Severity: P0 Roll back at once (respond within 5 min)
    Reason: 推荐人字段不显示
    Impact: 全部管理员
    Requested by: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00 · your time ⟨date⟩)
    Environment: sandbox
    Expected time: within 10 min
    = All steps and checks
      error: Steps 3 of 4 done · 4. Restart the service · failed, exit code 1 · 0.4 s
      pending: Verification 0 of 17 done
    ~ The whole list is in the thread.
    The next scheme of the plan: Scheme C: Roll the database back (The schema is incompatible or data is damaged)
    [Request Scheme C: Roll the database back]
    [Complete the record] [Review] [Undo this rollback]
    ~ Run 20261120-7kq2m"
  `);
});

test('the thread has what to tell them, filled in and ready to copy', () => {
  expect(rendered(messageOf(shown(brokenRun(s1)), 'call:emergency'))).toMatchInlineSnapshot(`
    "🚨 这次回滚需要支援 · meiyueart · 方案 2：手动回滚
    @U0ZHAO6 @U0LI4
    • 运维团队 · 邮箱 ops@meiyueart.com
    • 紧急支持 · 邮箱 emergency@meiyueart.com
    请告诉对方
    • 回滚时间和版本
    • 遇到的问题
    • 错误日志
    在得到指示之前
    • 停止操作
    • 等待技术支持
    请把下面这些发给对方：
    \`\`\`
    系统：meiyueart（sandbox）
    回滚时间：2026-11-20 03:12:10 UTC+08:00（Asia/Shanghai）
    回滚方案：方案 2：手动回滚
    版本：未知 → 20261120_020000
    原因：推荐人字段不显示
    影响：全部管理员
    现状：第 6/6 步「重启服务」，失败，退出码 1 · 0.4 秒
    编号：20261120-7kq2m
    错误日志：
    lingzhi_admin_backend: ERROR (spawn error)
    \`\`\`"
  `);
  const unknown = runs.needsHuman({ ...english, plan: s2.plan });
  expect(rendered(messageOf(shown(unknown), 'call:emergency'))).toMatchInlineSnapshot(`
    "🚨 This rollback needs help · wechat-backend · Scheme A: Switch the v2 features off
    @U0ZHAO6 @U0LI4
    • CTO 张三 · phone 138****0000 ⚠️ · WeChat zhang3 · mail zhang3@example.com ⚠️
    • Technical director 李四 · phone 139****1111 ⚠️ · WeChat li4 · mail li4@example.com ⚠️
    • Backend lead 王五 · phone 137****2222 ⚠️ · WeChat wang5 · mail wang5@example.com ⚠️
    • Operations lead 赵六 · phone 136****3333 ⚠️ · WeChat zhao6 · mail zhao6@example.com ⚠️
    • Product manager 钱七 · phone 135****4444 ⚠️ · WeChat qian7 · mail qian7@example.com ⚠️
    • Emergency group · link [微信群链接/钉钉群链接] ⚠️
    ⚠️ marks what reaches nobody: a masked or unfilled entry. Write the real one under contacts: in the plan file of wechat-backend; it counts at once.
    Copy this for them:
    \`\`\`
    System: wechat-backend (sandbox)
    Rolled back at: 2026-11-20 03:12:07 UTC+08:00 (Asia/Shanghai)
    Scheme: Scheme A: Switch the v2 features off
    Version: v2.0.0-phase1 → v2.0.0-phase1 (the plan's target is v1.0.0)
    Reason: Diagnoses hang
    Impact: About 60% of the users
    How it stands: step 1 of 2 (Switch all v2 flags off), result unknown
    Run: 20261120-7kq2m
    Error log: 
    half
    \`\`\`"
  `);
});

test('the thread has the commands that take it back, with hosts and values', () => {
  expect(rendered(messageOf(shown(brokenRun(s1)), 'undo'))).toMatchInlineSnapshot(`
    "撤销命令 · meiyueart · 方案 2：手动回滚
    这些命令 Backout 不会执行。由人决定，并按此顺序手动执行。
    1. 放回 change_password.py · web（deploy@127.0.0.1:2222），撤销第 5 步
    \`\`\`
    export ROUTES='/srv/ROUTES'
    export BACKOUT_RUN='20261120-7kq2m'
    kept="$HOME/.backout/snapshots/$BACKOUT_RUN"
    if [ -e "$kept/change_password.py" ]; then
      cp -p -- "$kept/change_password.py" "$ROUTES/.change_password.py.new"
      mv -f -- "$ROUTES/.change_password.py.new" "$ROUTES/change_password.py"
    else
      grep -qxF change_password.py "$kept/absent"
      rm -f -- "$ROUTES/change_password.py"
    fi
    \`\`\`
    2. 放回线上的两个文件并重启服务 · web（deploy@127.0.0.1:2222），撤销第 4 步
    \`\`\`
    export ROUTES='/srv/ROUTES'
    export PROGRAM='/srv/PROGRAM'
    export BACKOUT_RUN='20261120-7kq2m'
    kept="$HOME/.backout/snapshots/$BACKOUT_RUN"
    for file in user_system.py change_password.py; do
      [ -e "$kept/$file" ] || grep -qxF "$file" "$kept/absent" || { echo "no $file was saved; nothing was touched"; exit 1; }
    done
    for file in user_system.py change_password.py; do
      if [ -e "$kept/$file" ]; then
        cp -p -- "$kept/$file" "$ROUTES/.$file.new"
        mv -f -- "$ROUTES/.$file.new" "$ROUTES/$file"
      else
        rm -f -- "$ROUTES/$file"
      fi
    done
    # A release that dies at once fails the undo only if it ran before.
    if ! sudo -n supervisorctl restart "$PROGRAM"; then
      if grep -q RUNNING "$kept/status"; then exit 1; fi
      echo "it did not run before either"
    fi
    \`\`\`"
  `);
});

test('values in those commands are what they are, whatever stands in them', () => {
  const nasty = `it's "$(id)" \`id\` \\ ; rm -rf x`;
  const steps = s1.scheme.steps.map((step) => ({
    ...step,
    ...(step.undo ? { undo: { ...step.undo, run: 'printf %s "$PROGRAM"' } } : {}),
  }));
  const state = brokenRun({ ...s1, variables: { ...s1.variables, PROGRAM: nasty }, scheme: { ...s1.scheme, steps } });
  const script = /```\n([\s\S]*?)\n```/.exec(rendered(messageOf(shown(state), 'undo')))?.[1] ?? '';
  expect(spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout).toBe(nasty);
});

test('commands for a local target begin with the programs and the home that its steps had', () => {
  const home = mkdtempSync(join(tmpdir(), "backout it's "));
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin/put-back'), '#!/bin/sh\nprintf "%s in %s" "$HOME" "$(pwd -P)"\n', { mode: 0o755 });
  const steps = s1.scheme.steps.map((step) => ({
    ...step,
    ...(step.undo ? { undo: { ...step.undo, run: 'put-back' } } : {}),
  }));
  const local = { host: 'localhost', port: 0, user: 'deploy', local: true, home, path: [join(home, 'bin')] } as const;
  const targets = { ...s1.targets, web: { name: 'web', ...local } };
  const state = brokenRun({ ...s1, targets, scheme: { ...s1.scheme, steps } });
  const text = rendered(messageOf(shown(state), 'undo'));
  expect(text).toContain('# 在 Backout 所在的机器上，另开一个 shell 执行\n');
  const script = /```\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '';
  const done = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: '/' } });
  expect([done.stdout, done.stderr]).toEqual([`${home} in ${realpathSync(home)}`, '']);
  rmSync(home, { recursive: true });
});

test('commands too long for a message are a file', () => {
  const steps = s1.scheme.steps.map((step) => ({
    ...step,
    ...(step.undo ? { undo: { ...step.undo, run: 'echo putting it back\n'.repeat(300) } } : {}),
  }));
  const state = brokenRun({ ...s1, scheme: { ...s1.scheme, steps } });
  expect(keys(state)).toContain('undo-file');
  expect(keys(state)).not.toContain('undo');
  expect(fileOf(shown(state), 'undo-file').match(/putting it back/g)).toHaveLength(600);
});

test('who checks failed is told what the checks saw', () => {
  const checks = runs.verifying().checks.map((check) => ({ ...check, status: 'finished' as const }));
  const state = { ...runs.partial(), outcome: 'failed' as const, checks: [...checks, ...runs.partial().checks] };
  expect(rendered(messageOf(shown(state), 'call:emergency'))).toContain('监控面板可以读取：dashboard fail');
});

test('nobody is called when nothing is wrong, and the call is taken back when it no longer is', () => {
  for (const state of [wholeRun(s1), runs.rejected(), runs.withdrawn(), runs.refused(), runs.partial(), runs.running()])
    expect(keys(state).filter((key) => /emergency|undo/.test(key))).toEqual([]);
  const found = shown(runs.succeeded(), 'card', 'call:emergency', 'undo');
  expect(rendered(messageOf(found, 'call:emergency'))).toMatchInlineSnapshot(`
    "不再需要支援 · wechat-backend · 方案 A：特性开关回滚
    ✅ 回滚成功
    步骤全部完成，验证全部通过。"
  `);
  expect(rendered(messageOf(found, 'undo'))).toBe(rendered(messageOf(found, 'call:emergency')));
});

test('the next scheme is offered once the run is over and did not help', () => {
  const offered = (state: RunState) => card(state).includes('[申请方案 C：数据库回滚]');
  const plan = { plan: s2.plan, scheme: s2.scheme };
  expect(offered(brokenRun(s2))).toBe(true);
  expect(offered(runs.refused({ plan: s2.plan, scheme: { ...runs.refused().request.scheme, ...next() } }))).toBe(true);
  expect(offered(wholeRun(s2))).toBe(false);
  expect(offered(runs.awaiting({ ...plan, scheme: { ...runs.refused().request.scheme, ...next() } }))).toBe(false);
});

function next() {
  const { next: ladder } = s2.scheme;
  if (!ladder) throw new Error('S2 names what comes after scheme B');
  return { next: ladder };
}

test('Slack takes it all, however a plan words its contacts and whatever a host printed', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('<!channel>', 'https://a|b>', 'https://例子.cn/\u202e', ' ', '[\n]'),
    fc.nat(5_000).map((length) => '长<!here>"\n'.repeat(length / 8)),
  );
  fc.assert(
    fc.property(nasty, nasty, fc.nat(80), (a, b, count) => {
      const items = [{ title: a, cites: [] }];
      const contact = { title: a, name: b, phone: a || '-', link: b || '-', mail: a || '-', cites: [] };
      const contacts = Array.from({ length: count }, () => contact);
      const emergency = { information: items, instructions: [...items, ...items] };
      const plan = { ...s1.plan, contacts, emergency };
      const steps = s1.scheme.steps.map((step) => ({
        ...step,
        ...(step.undo ? { undo: { ...step.undo, title: b, run: a } } : {}),
      }));
      const state = brokenRun({ ...s1, plan, reason: b, scheme: { ...s1.scheme, steps } });
      for (const message of messages(state)) judge(message);
      judge(contactsMessage(s2System({ plan: { ...wholePlan('meiyueart'), contacts, emergency } }), 'en'));
    }),
    { numRuns: 60 },
  );
});

function messages(state: RunState): readonly Message[] {
  return shown(state).flatMap((surface) => (surface.kind === 'message' ? [surface.message] : []));
}

function judge({ text, blocks, fallback = blocks }: Message): void {
  for (const each of [blocks, fallback]) {
    expect(checkBlocks([...each], 'message')).toEqual({ problems: [] });
    expect(JSON.stringify(each).length).toBeLessThanOrEqual(10_000);
  }
  expect(text).not.toMatch(/[<>]/);
}
