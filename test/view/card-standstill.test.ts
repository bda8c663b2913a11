import { describe, expect, test } from 'vitest';
import type { RunRequest } from '../../src/domain/request.js';
import type { RunState } from '../../src/run/state.js';
import { movedMessage } from '../../src/view/moved.js';
import { moveNext } from '../../src/view/status-line.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { DIRECTOR, exited, lost, play, requested, started, T0, type Untimed } from '../helpers/story.js';
import { approvedRun, wholeRequest } from '../helpers/whole-plans.js';

const whole = wholeRequest('meiyueart', '2');

const [BROKEN = '', LAST = ''] = whole.scheme.steps.slice(4).map(({ id }) => id);
const director = { by: DIRECTOR, name: '李四' };
const restore = { automatic: [], checks: whole.scheme.checks.slice(0, 1), kept: [], cites: [] };
const site: RunRequest = { ...whole, scheme: { ...whole.scheme, restore } };

/** The first four steps of scheme 2: three that look or save, and one that puts back a file. */
const begun: readonly Untimed[] = [
  ...approvedRun(site),
  ...site.scheme.steps.slice(0, 4).flatMap(({ id }) => [started(id), exited(id, 0, `${id} ok`)]),
];

const shown = (state: RunState, delivered: readonly string[] = [], now = T0 + 60_000) =>
  surfacesOf(state, { now, delivered: new Set(['card', 'request-file', ...delivered]) });
const card = (state: RunState) => rendered(messageOf(shown(state), 'card'));

describe('an approval that ran out midway', () => {
  const outdated = [...begun, { type: 'request.expired', at: T0 + 90_000_000 } as const];

  test('is told with what did not run, and offers no way to go on under it', () => {
    const text = card(play(...outdated));
    expect(text).toContain('⌛ 中途停下，批准已失效，请选择怎么处理');
    expect(text).toContain('没有执行：第 5、6 步。');
    expect(text).toContain('[我来决定] [立即撤销] [先停住，什么都不执行] [改用方案 3：应急回滚] [以失败结束]');
  });

  test('keeps its cause when it is undone, held or ended', () => {
    const said = '批准已失效';
    const why = { ...director, reason: '不再继续' };
    expect(card(play(...outdated, { type: 'run.held', cause: 'person', ...why }))).toContain(said);
    const ended: Untimed = { type: 'run.given-up', ...why };
    const text = card(play(...outdated, ended, { type: 'run.closed', outcome: 'failed' }));
    expect(text).toContain(said);
    expect(text).not.toContain('已中止');
  });
});

describe('a step that failed', () => {
  const failed = [...begun, started(BROKEN), exited(BROKEN, 1, 'No space left')];
  const skip: Untimed = { type: 'step.skipped', step: BROKEN, ...director, reason: '改密页已停用' };

  test('offers nothing to press while Backout is away, and says so; the contacts stay', () => {
    for (const more of [[], [{ type: 'run.held', cause: 'person', ...director, reason: '等 DBA' } as const]]) {
      const text = card(play(...failed, ...more, { type: 'run.paused' }));
      expect(text).toContain('暂停：Backout 已停止，暂时不能选择。');
      expect(text).not.toMatch(/^\[.*\]$/m);
      expect(text).toContain('ops@meiyueart.com');
      expect(card(play(...failed, ...more, { type: 'run.paused' }, { type: 'run.resumed' }))).toContain('[以失败结束]');
    }
    const unknown = card(play(...begun, started(BROKEN), lost(BROKEN), { type: 'run.paused' }));
    expect(unknown).toContain('暂时不能选择');
    expect(unknown).not.toMatch(/^\[.*\]$/m);
  });

  test('that was held names each undo, its host and where its commands are', () => {
    const text = card(play(...failed, { type: 'run.held', cause: 'person', ...director, reason: '等 DBA' }));
    expect(text).toContain('命令在消息列里，标题“撤销命令”');
    expect(text).toMatch(/^1\. 放回 change_password\.py · web（[^）]+）/m);
    expect(text).toMatch(/^2\. 放回线上的两个文件并重启服务 · web（[^）]+）/m);
  });

  test('settled, each call names who decided what, and why', () => {
    const stopped = play(...failed);
    const key = `call:stopped:${stopped.waitingSince}`;
    const later = play(...failed, skip, started(LAST));
    const text = rendered(messageOf(shown(later, [key]), key));
    expect(text).toMatch(/决定人：@U0LI4（[^）]*），这一步已跳过；理由：改密页已停用/);
    expect(text).toContain('恢复 change_password.py · 失败，退出码 1（已跳过）');
  });

  test('and was left as it is does not count as done when verification begins, nor when it fails', () => {
    const linked = { ...site, incident: { channel: 'C0INCIDENT', thread: '1763579000.000100' } };
    const [, ...rest] = [...failed, skip, started(LAST), exited(LAST)];
    const state = play(requested(linked), ...rest);
    const text = rendered(messageOf(shown(state), 'incident:verifying:1763579000.000100'));
    expect(text).toContain('开始验证。失败后被跳过：第 5 步。');
    expect(text).not.toContain('步骤已全部完成');
    const verdicts = site.scheme.checks.map(
      ({ id, kind }): Untimed => ({
        ...{ type: 'check.finished', phase: 'verify', check: id, durationMs: 1 },
        ...{ answer: { verdict: kind === 'manual' ? 'pass' : 'fail', evidence: '' } },
        ...(kind === 'manual' ? director : {}),
      }),
    );
    const unverified = card(play(...failed, skip, started(LAST), exited(LAST), ...verdicts));
    expect(unverified).toContain('这些步骤失败后被跳过');
    expect(unverified).not.toContain('步骤全部完成');
  });
});

test('nobody is sent to buttons that are not there while Backout is away', () => {
  const linked = { ...site, incident: { channel: 'C0OUTAGE', thread: '1.2' } };
  const events = [...begun.slice(approvedRun(site).length), started(BROKEN), exited(BROKEN, 1, 'No space left')];
  const paused = play(...approvedRun(linked), ...events, { type: 'run.paused' });
  const headline = rendered(messageOf(shown(paused), 'incident:requested:1.2'));
  for (const text of [moveNext(paused, 'zh-CN', { now: T0, isBot: true }), headline]) {
    expect(text).toContain('暂时不能选择');
    expect(text).toContain('第 5/6 步');
    expect(text).not.toMatch(/请到回滚消息上|之后自动继续/);
  }
});

test('whoever asks a terminal while no bot runs is told to start one, also after a bot that was killed', () => {
  const next = (state: RunState, isBot: boolean) => moveNext(state, 'zh-CN', { now: T0, isBot });
  const running = play(...begun, started(BROKEN));
  const failed = play(...begun, started(BROKEN), exited(BROKEN, 1));
  expect(next(running, true)).toContain('不用操作');
  expect(next(running, false)).toContain('请启动 Backout');
  expect(next(running, false)).not.toContain('不用操作');
  expect(next(failed, true)).toContain('请到回滚消息上选择');
  expect(next(failed, false)).not.toContain('请到回滚消息上选择');
});

test('a copy that could not be kept is no change that is left behind', () => {
  const [copy = ''] = site.scheme.steps.flatMap(({ id }) => (id.endsWith('-snapshot') ? [id] : []));
  const before = site.scheme.steps.slice(
    0,
    site.scheme.steps.findIndex(({ id }) => id === copy),
  );
  const looked = before.flatMap(({ id }) => [started(id), exited(id)]);
  const text = card(play(...approvedRun(site), ...looked, started(copy), exited(copy, 1, 'cp: omitting directory')));
  expect(text).toContain('系统还没有改动，只留了副本。');
  expect(text).not.toContain('已做的改动都还在');
});

describe('a call to a stand that is over', () => {
  const ops = { by: 'U0ZHAO6', name: '赵六' };
  const twice = [...begun, started(BROKEN), exited(BROKEN, 1, 'No space left')];
  const first = play(...twice).waitingSince ?? 0;

  test('does not name who chose about a later one', () => {
    const lostFirst = [...begun, started(BROKEN), lost(BROKEN)];
    const unknown = play(...lostFirst).waitingSince ?? 0;
    // The host is asked again and tells the end itself; about the failure that it tells of somebody else chooses.
    const told = [...lostFirst, { type: 'step.asked-again', step: BROKEN, ...director } as const, exited(BROKEN, 1)];
    const stopped = play(...told).waitingSince ?? 0;
    const held = play(...told, { type: 'run.held', cause: 'person', ...ops, reason: '等 DBA' });
    const delivered = [`call:unknown:${unknown}`, `call:reminder:1:${unknown}`, `call:stopped:${stopped}`];
    const said = (key: string) => rendered(messageOf(shown(held, delivered), key));
    expect(said(`call:unknown:${unknown}`)).not.toContain('U0ZHAO6');
    expect(said(`call:reminder:1:${unknown}`)).not.toContain('U0ZHAO6');
    expect(said(`call:stopped:${stopped}`)).toContain('决定人：@U0ZHAO6');
  });

  test('nor does what a late press or the incident thread is told', () => {
    const place = { channel: 'C0OUTAGE', thread: '1.2' };
    const linked = [...approvedRun({ ...site, incident: place }), ...begun.slice(approvedRun(site).length)];
    const lostFirst = [...linked, started(BROKEN), lost(BROKEN)];
    const unknown = play(...lostFirst).waitingSince ?? 0;
    const told = [...lostFirst, { type: 'step.asked-again', step: BROKEN, ...director } as const, exited(BROKEN, 1)];
    const [wish, grant] = [
      { type: 'rerun.asked', step: BROKEN, ...director, reason: '磁盘已清理' } as const,
      { type: 'rerun.granted', step: BROKEN, voided: [], ...ops } as const,
    ];
    const again = play(...told, wish, grant);
    const late = rendered(movedMessage(again, String(unknown), { language: 'zh-CN', now: T0 + 60_000 }));
    expect(late).toContain('已经有了变化');
    expect(late).not.toContain('决定人');
    const delivered = ['incident:unknown:1.2', 'incident:stopped:1.2'];
    const said = (key: string) => rendered(messageOf(shown(again, delivered), key));
    expect(said('incident:unknown:1.2')).not.toContain('U0ZHAO6');
    expect(said('incident:stopped:1.2')).toContain('决定人：@U0ZHAO6');
    const stopped = play(...told).waitingSince ?? 0;
    const own = rendered(movedMessage(again, String(stopped), { language: 'zh-CN', now: T0 + 60_000 }));
    expect(own).toContain('决定人：@U0ZHAO6');
  });

  test('a hold is no choice about the stand that it began', () => {
    const held = [...twice, { type: 'run.held', cause: 'person', ...director, reason: '等 DBA' } as const];
    const since = play(...held).waitingSince ?? 0;
    const over = play(...held, { type: 'run.given-up', ...ops, reason: '改用备用机' });
    const text = rendered(messageOf(shown(over, [`call:held:${since}`]), `call:held:${since}`));
    expect(text).toContain('决定人：@U0ZHAO6');
    expect(text).not.toContain('U0LI4');
  });

  test('names who chose about its own', () => {
    const held = play(...twice, { type: 'run.held', cause: 'person', ...ops, reason: '等 DBA' });
    const delivered = [`call:stopped:${first}`, `call:held:${held.waitingSince}`];
    expect(rendered(messageOf(shown(held, delivered), `call:stopped:${first}`))).toContain('决定人：@U0ZHAO6');
  });
});
