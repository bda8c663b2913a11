import { describe, expect, test } from 'vitest';
import type { RunRequest } from '../../src/domain/request.js';
import type { RunState } from '../../src/run/state.js';
import { recordOf } from '../../src/view/record.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import { DIRECTOR, exited, givenUp, lost, OPS, play, started, T0, type Untimed } from '../helpers/story.js';
import { approvedRun, wholeRequest } from '../helpers/whole-plans.js';

const site = wholeRequest('meiyueart', '2');
const [, , , FIRST, BROKEN, LAST] = site.scheme.steps.map(({ id }) => id);
if (!FIRST || !BROKEN || !LAST) throw new Error('scheme 2 has six steps');
const UNDO = [`${BROKEN}-undo`, `${FIRST}-undo`] as const;
const director = { by: DIRECTOR, name: '李四' };

/** The site's scheme 2 with these orders for its undo. */
function ordering(automatic: readonly ('step' | 'verification')[], checks = 1): RunRequest {
  const restore = { automatic, checks: site.scheme.checks.slice(0, checks), kept: [], cites: [] };
  return { ...site, scheme: { ...site.scheme, restore } };
}

/** Up to the step that breaks after the first file was put back. */
function broken(request: RunRequest): readonly Untimed[] {
  const before = request.scheme.steps.slice(0, 4).flatMap(({ id }) => [started(id), exited(id, 0, `${id} ok`)]);
  return [...approvedRun(request), ...before, started(BROKEN ?? ''), exited(BROKEN ?? '', 1, 'No space left')];
}
const ordered: Untimed = { type: 'restore.started', cause: 'step' };
const undone = UNDO.flatMap((id) => [started(id), exited(id, 0)]);
const asBefore = (verdict: 'pass' | 'fail'): Untimed => ({
  ...{ type: 'check.finished', phase: 'restore', check: site.scheme.checks[0]?.id ?? '', durationMs: 40 },
  answer: { verdict, evidence: '' },
});

const shown = (state: RunState, delivered: readonly string[] = [], now = T0 + 60_000) =>
  surfacesOf(state, { now, delivered: new Set(['card', 'request-file', ...delivered]) });
const card = (state: RunState) => rendered(messageOf(shown(state), 'card'));
const buttons = (state: RunState) =>
  card(state)
    .match(/^\[.*\]$/gm)
    ?.at(-1);
const keys = (state: RunState, ...delivered: readonly string[]) => shown(state, delivered).map(({ key }) => key);

describe('a failed step after a change', () => {
  const stopped = play(...broken(site));

  test('says what failed, what is still there and offers every way on, the next scheme before the end', () => {
    const text = card(stopped);
    expect(text).toContain('第 5/6 步「恢复 change_password.py」：失败，退出码 1');
    expect(text).toContain('已做的改动都还在，Backout 可以撤销 2 步。');
    expect(text).toContain('现在没有命令在执行。');
    expect(buttons(stopped)).toMatchInlineSnapshot(
      `"[我来决定] [重新执行这一步] [跳过这一步] [立即撤销] [先停住，什么都不执行] [改用方案 3：应急回滚] [以失败结束]"`,
    );
  });

  test('calls requester and approver, again at each reminder, and each message says when nobody needs to choose', () => {
    const stand = stopped.waitingSince ?? 0;
    const remind = (minutes: number): Untimed => ({ type: 'people.reminded', at: stand + minutes * 60_000 });
    const reminded = play(...broken(site), remind(2), remind(5));
    const calls = keys(reminded).filter((key) => key.startsWith('call:'));
    const again = [1, 2].map((count) => `call:reminder:${count}:${stand}`);
    expect(calls).toEqual([`call:stopped:${stand}`, ...again, 'call:emergency']);
    const late = play(
      ...broken(site),
      { type: 'step.skipped', step: BROKEN, ...director, reason: '手动处理了' },
      started(LAST),
    );
    const posts = shown(late, calls);
    for (const key of again) expect(rendered(messageOf(posts, key))).toContain('不用再选择');
    expect(rendered(messageOf(posts, `call:stopped:${stand}`))).toContain('已选择怎么继续');
  });

  test('who took it up is named to the others, and the button takes it over', () => {
    const claimed = play(...broken(site), { type: 'run.claimed', ...director });
    expect(card(claimed)).toContain('正在处理的人：@U0LI4');
    expect(buttons(claimed)).toContain('[改由我决定]');
  });

  test('a wish to run it again names the risk and asks another decider', () => {
    const wished = play(...broken(site), { type: 'rerun.asked', step: BROKEN, by: OPS, reason: '磁盘已清理' });
    expect(card(wished)).toContain('要求重新执行第 5/6 步「恢复 change_password.py」。');
    expect(card(wished)).toContain('理由：磁盘已清理');
    expect(card(wished)).toContain('[同意重新执行] [不同意重新执行]');
  });

  test('nobody is asked what the plan orders', () => {
    const state = play(...broken(ordering(['step'])));
    expect(card(state)).toContain('方案规定此时自动撤销，马上开始，不用操作。');
    expect(buttons(state)).toBeUndefined();
    expect(keys(state).filter((key) => key.startsWith('call:'))).toEqual([]);
  });
});

describe('putting back', () => {
  const request = ordering(['step']);

  test('undo steps and their checks stand after the others, with why', () => {
    const state = play(...broken(request), ordered, started(UNDO[0]));
    const text = card(state);
    expect(text).toContain('# ♻️ 正在恢复原状');
    expect(text).toContain('有一步失败，方案规定撤销已做的改动');
    expect(rendered(messageOf(shown(state, ['rows']), 'rows'))).toMatch(
      /验证：[\s\S]*撤销 1\. 放回 change_password\.py · 执行中[\s\S]*确认原状：/,
    );
    expect(buttons(state)).toBe('[停止撤销]');
    expect(keys(state)).toContain('restoring');
    // Below a hold it would read as if it went on still; once told, it stays what it was.
    const held = play(...broken(request), ordered, started(UNDO[0]), exited(UNDO[0], 1));
    expect(keys(held)).not.toContain('restoring');
    expect(rendered(messageOf(shown(held, ['rows']), 'rows'))).toMatch(/确认原状：.* · 未执行/);
    expect(shown(held, ['restoring']).map(({ key }) => key)).toContain('restoring');
  });

  test('ends as failed and put back: heading, summary and the box of the record', () => {
    const state = play(...broken(request), ordered, ...undone, asBefore('pass'), {
      type: 'run.closed',
      outcome: 'restored',
    });
    expect(card(state)).toContain('# ♻️ 失败，已恢复原状');
    expect(card(state)).toContain('原来的问题还没有解决。');
    expect(keys(state)).not.toContain('undo');
    const record = recordOf(state);
    expect(record).toContain('- [x] ❌ 回滚失败（已恢复原状）');
    expect(record).toContain('- 撤销 1：放回 change_password.py · web（');
    expect(record).toContain('- [x] 确认原状：');
    expect(recordOf(state)).toBe(record);
  });

  test('a hold says why, what is undone and not, and who ends it how; contacts and commands stand ready', () => {
    const state = play(
      ...broken(request),
      ordered,
      started(UNDO[0]),
      exited(UNDO[0], 0),
      started(UNDO[1]),
      exited(UNDO[1], 1),
    );
    const text = card(state);
    expect(text).toContain('# ⏸️ 已停住，不再执行任何命令');
    expect(text).toContain('撤销失败：撤销 2/2「放回线上的两个文件并重启服务」，失败，退出码 1');
    expect(text).toContain('已撤销：第 5 步\n没有撤销：第 4 步');
    expect(text).toContain('怎么结束：');
    expect(text).toContain('ops@meiyueart.com');
    const undo = rendered(messageOf(shown(state), 'undo'));
    expect(undo).toContain('放回线上的两个文件');
    expect(undo).not.toContain('放回 change_password.py');
    expect(keys(state)).toContain('call:emergency');
  });

  test('checks that do not pass after the undo are named', () => {
    const state = play(...broken(request), ordered, ...undone, asBefore('fail'));
    expect(card(state)).toContain('已全部撤销，但这些检查表明还没有恢复原状：');
  });
});

describe('an unknown end', () => {
  const steps = [BROKEN, LAST].map((step) => ({ step, token: `T.${step}`, scriptDigest: 'e'.repeat(64) }));
  const whole = wholeRequest('meiyueart', '2');
  const upTo = [
    ...approvedRun(whole),
    ...whole.scheme.steps.slice(0, 4).flatMap(({ id }) => [started(id), exited(id, 0, 'saved to /backups/before')]),
    { type: 'steps.sent', target: 'web', steps } as Untimed,
  ];
  const unsure = lost(BROKEN);

  test('names what was delivered with it, where the copy from before is, and its own check', () => {
    const evidence = { reason: 'runner-killed', claimed: true, rebooted: false, lastHeardAt: T0 } as const;
    const verified = { passed: false, output: 'no such file', at: T0 + 30_000 };
    const state = play(...upTo, { ...unsure, evidence: { ...evidence, verified } } as Untimed);
    const text = card(state);
    expect(text).toContain('它已经开始执行：可能全部执行了，也可能只执行了一部分。');
    expect(text).toContain('主机可能已经接着执行：第 6 步');
    expect(text).toContain('回滚前的副本（保存线上当前文件）：saved to /backups/before');
    expect(text).toContain(
      '这一步自带的检查（刚才所见）：未通过，这一步该做的还没有做好（2026-11-20 03:12:30 UTC+08:00',
    );
    expect(text).toContain('• 已完成：第 1–4 步');
  });

  test('a person’s word stands beside the machine’s in the record', () => {
    const state = play(
      ...upTo,
      unsure,
      { type: 'step.settled', step: BROKEN, ...director, reason: '看过文件' },
      exited(LAST),
      ...whole.scheme.checks.map(
        ({ id, kind }): Untimed => ({
          ...{
            type: 'check.finished',
            phase: 'verify',
            check: id,
            durationMs: 1,
            answer: { verdict: 'pass', evidence: '' },
          },
          ...(kind === 'manual' ? director : {}),
        }),
      ),
      { type: 'run.closed', outcome: 'succeeded' },
    );
    expect(recordOf(state)).toMatch(/Backout 所知：结果未知，[^\n]*由人确认已执行：@李四（[^）]*），看过文件/);
  });

  test('is handed over with the commands that are left', () => {
    const state = play(
      ...upTo,
      unsure,
      { type: 'run.handed-over', by: DIRECTOR },
      { type: 'run.closed', outcome: 'handed-over' },
    );
    const rest = rendered(messageOf(shown(state), 'rest'));
    expect(rest).toMatch(/^5\. .*（可能已经执行过一部分：请先到主机上查看）$/m);
    expect(rest).toMatch(/^6\. /m);
    expect(rest).not.toMatch(/^4\. /m);
  });

  test('a second one calls anew: an edit would reach nobody', () => {
    const once = play(...upTo, unsure);
    const again: readonly Untimed[] = [{ type: 'step.settled', step: BROKEN, ...director, reason: '看过' }, lost(LAST)];
    const called = keys(once).filter((key) => key.startsWith('call:unknown'));
    const twice = keys(play(...upTo, unsure, ...again), ...called).filter((key) => key.startsWith('call:unknown'));
    expect(twice).toEqual([...called, expect.stringMatching(/^call:unknown:\d+$/)]);
    expect(twice[1]).not.toBe(called[0]);
  });
});

describe('a run that waits', () => {
  test('in the queue it says how many come first', () => {
    expect(card(runs.queued(english))).toContain(
      '1 rollback of this system comes first. Then the pre-checks begin by themselves.',
    );
  });

  test('paused and resumed are told in the thread, in the same message', () => {
    const paused = play(...broken(site).slice(0, -1), { type: 'run.paused' });
    expect(card(paused)).toContain('# 🔁 暂停：Backout 已停止');
    expect(card(paused)).not.toContain('[中止]');
    expect(rendered(messageOf(shown(paused), 'paused:1'))).toContain('如果一直没有变化，请启动 Backout');
    const resumed = play(...broken(site).slice(0, -1), { type: 'run.paused' }, { type: 'run.resumed' });
    expect(keys(resumed)).not.toContain('paused:1');
    expect(rendered(messageOf(shown(resumed, ['paused:1']), 'paused:1'))).toContain('已继续');
  });

  test('a lock that is left is named with the command that takes it off', () => {
    const state = play(...broken(site), givenUp(), { type: 'run.closed', outcome: 'failed', locked: ['web'] });
    expect(card(state)).toContain('仍被锁住的主机：web（');
    expect(card(state)).toContain('npx backout lock --break meiyueart --run 20261120-7kq2m --reason');
  });
});
