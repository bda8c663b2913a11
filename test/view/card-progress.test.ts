import { expect, test } from 'vitest';
import type { LostEvidence } from '../../src/domain/step-end.js';
import type { Surface } from '../../src/view/surface.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered, renderedFallback } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import {
  answered,
  approved,
  exited,
  play,
  prechecked,
  requested,
  STEPS,
  started,
  T0,
  type Untimed,
} from '../helpers/story.js';

const at = (seconds: number) => ({ now: T0 + seconds * 1000, delivered: new Set(['card', 'request-file']) });
const card = (surfaces: readonly Surface[]) => messageOf(surfaces, 'card');

test('a running card lists every step and check from the start, with the clock against the expected time', () => {
  expect(rendered(card(surfacesOf(runs.running(), at(48))))).toMatchInlineSnapshot(`
    "# 正在回滚 · wechat-backend · 方案 A：特性开关回滚
    第 2/2 步：确认开关已全部关闭
    已用 0:42 / 预计 1:00
    批准人：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩）
    = 全部步骤和验证
      complete: 1. 关闭所有 v2 功能开关 · 完成 · 0.4 秒
      in_progress: 2. 确认开关已全部关闭 · 执行中
      pending: 验证：版本号仍为 v2.0.0-phase1（方案 A 不改代码） · 等待
      pending: 验证：发起诊断、任务完成、报告可读 · 等待
      pending: 验证：错误率 < 1% · 等待
      pending: 验证：健康检查通过 · 等待
      pending: 验证：监控面板可以读取 · 等待
    [中止]"
  `);
});

test('over the expected time is said in words', () => {
  const { blocks } = card(surfacesOf(runs.running(english), at(96)));
  expect(rendered({ blocks }).split('\n')[2]).toBe('Time used 1:30 of 1:00, 0:30 over the expected time');
});

test('after Stop was pressed, the card says by whom and has no button left', () => {
  expect(
    rendered({ blocks: card(surfacesOf(runs.stopping(english), at(20))).blocks.slice(0, 2) }),
  ).toMatchInlineSnapshot(`
    "# Stopping · wechat-backend · Scheme A: Switch the v2 features off
    Step 1 of 2: Switch all v2 flags off
    Time used 0:14 of 1:00
    Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    Stop asked by: @U0LI4 (2026-11-20 03:12:08 UTC+08:00 · your time ⟨date⟩)"
  `);
  expect(JSON.stringify(card(surfacesOf(runs.stopping(), at(20))).blocks)).not.toContain('"button"');
});

test('verification counts its checks and shows what each one saw', () => {
  expect(rendered(card(surfacesOf(runs.verifying(english), at(20))))).toMatchInlineSnapshot(`
    "# Verifying · wechat-backend · Scheme A: Switch the v2 features off
    All steps are done. Verifying, 1 of 5 checked
    Time used 0:04 of 1:00
    Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    = All steps and checks
      complete: 1. Switch all v2 flags off · done · 0.4 s
      complete: 2. Read the flags back · done · 0.4 s
      complete: Verify: The version is still v2.0.0-phase1 (scheme A keeps the code) · passed · 40 ms | Seen: version pass
      pending: Verify: A diagnosis starts, completes and its report can be read · waiting
      pending: Verify: Error rate below 1% · waiting
      pending: Verify: The health check passes · waiting
      pending: Verify: The dashboard can be read · waiting
    [Stop]"
  `);
});

test('an unknown step stops everything: what happened, what is known and certain, and the ways on', () => {
  expect(rendered(card(surfacesOf(runs.needsHuman(), at(20))))).toMatchInlineSnapshot(`
    "# ❓ 结果未知，需要人工决定 · wechat-backend · 方案 A：特性开关回滚
    第 1/2 步「关闭所有 v2 功能开关」的结果未知。命令在 03:12:07 送达主机。之后一直没有收到主机的消息。它可能全部执行了，可能只执行了一部分，也可能根本没有执行。它也可能还在主机上运行。
    在有人选择之前，Backout 不会发出新的命令，这个系统的其他回滚要等它。
    批准人：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩）
    目前知道的
    为何未知：与主机的连接断了
    主机：app（deploy@127.0.0.1:2222）
    是否已在主机上开始：无法向主机确认
    是否还在主机上运行：未知
    期间主机是否重启：未知
    最后一次收到主机的消息或输出：2026-11-20 03:12:00 UTC+08:00 · 您当地 ⟨date⟩
    脚本摘要（SHA-256）：eeeeeeeeeeee
    最后 1 行输出：
    \`\`\`
    half
    \`\`\`
    可以确定的是
    • 没有执行：第 2 步
    请选择：
    • 再问主机 · 只查询这一步的结果，不会重做。如果查到它已成功，会继续往下执行。
    • 已执行完：从第 2 步继续 · 您在主机上看过，这一步该做的已经做好。请写明依据，会写进记录。
    • 重新执行这一步 · 把同一条命令再执行一次。这一步可能已经全部或部分执行过。有些命令执行两次会造成破坏。需要另一位决策人先同意。
    • 停止并转人工 · Backout 不再执行任何命令。剩下的命令和撤销命令会发到消息列，由人手动执行。
    还没有人处理。请先按“我来决定”，让其他人知道。
    [我来决定] [再问主机] [已执行完：从第 2 步继续] [重新执行这一步] [停止并转人工]
    要告诉对方的内容在消息列里，可以直接复制。
    = 全部步骤和验证
      error: 1. 关闭所有 v2 功能开关 · 结果未知
      pending: 2. 确认开关已全部关闭 · 等待
      pending: 验证：版本号仍为 v2.0.0-phase1（方案 A 不改代码） · 等待
      pending: 验证：发起诊断、任务完成、报告可读 · 等待
      pending: 验证：错误率 < 1% · 等待
      pending: 验证：健康检查通过 · 等待
      pending: 验证：监控面板可以读取 · 等待"
  `);
});

test('an unknown step in English, in a workspace without plan blocks', () => {
  expect(renderedFallback(card(surfacesOf(runs.needsHuman(english), at(20))))).toMatchInlineSnapshot(`
    "# ❓ Result unknown: a person must decide · wechat-backend · Scheme A: Switch the v2 features off
    Nobody knows how step 1 of 2 (Switch all v2 flags off) ended. The command was delivered at 03:12:07. We heard nothing from the host after that. It may have run fully, partly, or not at all. It may still be running on the host.
    Until somebody chooses, Backout sends nothing new, and other rollbacks of this system wait.
    Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
    What is known
    Why unknown: the connection to the host was lost
    Host: app (deploy@127.0.0.1:2222)
    Begun on the host: the host cannot be asked
    Still running there: unknown
    Host restarted meanwhile: unknown
    Last word or output from the host: 2026-11-20 03:12:00 UTC+08:00 · your time ⟨date⟩
    Script (SHA-256): eeeeeeeeeeee
    Its last output (1 line):
    \`\`\`
    half
    \`\`\`
    What is certain
    • Not run: step 2
    Choose one:
    • Check again · asks the host how this step ended and repeats nothing. If it succeeded, the run goes on.
    • It ran: continue at 2 · you looked on the host and its work is there. Say how you know; it stands in the record.
    • Run it again · runs the same command once more. The step may have run already, wholly or in part. Some commands do harm when they run twice. Another decider must agree first.
    • Stop and hand over · Backout runs nothing more. The commands that are left, and those that undo, are posted in the thread.
    Nobody has taken this up yet. Press “I will decide” first, so that the others know.
    [I will decide] [Check again] [It ran: continue at 2] [Run it again] [Stop and hand over]
    What to tell them, ready to copy, is in the thread.
    ❔ 1. Switch all v2 flags off · result unknown
    ⬜ 2. Read the flags back · waiting
    ⬜ Verify: The version is still v2.0.0-phase1 (scheme A keeps the code) · waiting
    ⬜ Verify: A diagnosis starts, completes and its report can be read · waiting
    ⬜ Verify: Error rate below 1% · waiting
    ⬜ Verify: The health check passes · waiting
    ⬜ Verify: The dashboard can be read · waiting"
  `);
});

test('an unknown end says the truth about the step, and the technical fact beside it', () => {
  const why = (evidence: Partial<LostEvidence>, language: 'en' | 'zh-CN') => {
    const { reason = 'connection-lost', detail } = evidence;
    const known = { claimed: true, rebooted: false, lastHeardAt: null };
    const state = runs.needsHuman({ language });
    const steps = state.steps.map((step) =>
      step.evidence ? { ...step, evidence: { ...known, reason, ...(detail === undefined ? {} : { detail }) } } : step,
    );
    return rendered(card(surfacesOf({ ...state, steps } as typeof state, at(20)))).split('\n')[5];
  };
  expect(why({ reason: 'runner-killed' }, 'en')).toBe(
    'Why unknown: the process that watched the command on the host died; the command itself may still be running',
  );
  expect(why({ reason: 'runner-killed' }, 'zh-CN')).toBe(
    '为何未知：主机上监视命令的进程已经退出；命令本身可能还在运行',
  );
  expect(why({ reason: 'host-silent', detail: "the host's shell\nended with 1" }, 'en')).toBe(
    "Why unknown: the host can be reached but gives no answer the host's shell ⏎ ended with 1",
  );
  expect(why({ reason: 'ssh.auth-refused', detail: 'app: all keys refused' }, 'en')).toBe(
    "Why unknown: Host 127.0.0.1 does not accept Backout's key. app: all keys refused",
  );
});

test('a run of more than 20 rows is shortened, with the whole list in the thread', () => {
  const { scheme } = runs.awaiting().request;
  const [last] = scheme.checks;
  if (!last) throw new Error('scheme A has checks');
  const more = Array.from({ length: 30 }, (_, index) => ({ ...last, id: `extra-${index}` }));
  const surfaces = surfacesOf(runs.running({ scheme: { ...scheme, checks: [...scheme.checks, ...more] } }), at(20));
  expect(rendered({ blocks: card(surfaces).blocks.slice(2) })).toMatchInlineSnapshot(`
    "= 全部步骤和验证
      in_progress: 回滚步骤 已完成 1/2 · 2. 确认开关已全部关闭 · 执行中
      pending: 回滚后验证 已完成 0/35
    ~ 完整列表见消息列。
    [中止]"
  `);
  expect(rendered(messageOf(surfaces, 'rows')).split('\n')).toHaveLength(1 + 2 + 35);
});

test('a shortened list of checks counts what passed, and names what failed or is open', () => {
  const { scheme } = runs.awaiting().request;
  const [last] = scheme.checks;
  if (!last) throw new Error('scheme A has checks');
  const more = Array.from({ length: 30 }, (_, index) => ({
    ...last,
    id: `extra-${index}`,
    title: `副本 ${index + 1}`,
  }));
  const answers = more.slice(0, 27).map(({ id }, index): Untimed => {
    const verdict = index === 6 ? 'fail' : 'pass';
    return { type: 'check.finished', phase: 'verify', check: id, answer: { verdict, evidence: 'v2' }, durationMs: 200 };
  });
  const changed = { scheme: { ...scheme, checks: more } };
  const steps = STEPS.flatMap((step) => [started(step), exited(step)]);
  const state = play(requested(changed), ...prechecked(), approved(), ...steps, ...answers);
  expect(rendered({ blocks: card(surfacesOf(state, at(20))).blocks.slice(2) })).toMatchInlineSnapshot(`
    "= 全部步骤和验证
      complete: 回滚步骤 已完成 2/2
      error: 回滚后验证 通过 26/30
      error: 验证：副本 7 · 未通过 · 0.2 秒 | 依据：v2
      pending: 验证：副本 28 · 等待
      pending: 验证：副本 29 · 等待
      pending: 验证：副本 30 · 等待
    ~ 完整列表见消息列。
    [中止]"
  `);
  const failed = play(
    ...[requested(changed), ...prechecked(), approved(), ...steps, ...answers],
    ...more.slice(27).map(({ id }) => answered('verify', id, 'pass')),
  );
  const rows = rendered({ blocks: card(surfacesOf(failed, at(20))).blocks })
    .split('\n')
    .slice(-4);
  expect(rows.join('\n')).toContain('error: 回滚后验证 通过 29/30\n  error: 验证：副本 7 · 未通过');
});
