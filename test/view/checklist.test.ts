import { expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks/check.js';
import type { RunRequest } from '../../src/domain/request.js';
import { changedBoxes, checklistModal, parseChecklistContext } from '../../src/view/checklist-modal.js';
import type { Modal } from '../../src/view/surface.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered, renderedModal } from '../helpers/rendered.js';
import { OPS, play, T0, type Untimed } from '../helpers/story.js';
import { wholeRequest } from '../helpers/whole-plans.js';

const request = wholeRequest('meiyueart', '2');
const asked = (changes: Partial<RunRequest> = {}): Untimed => ({
  type: 'run.requested',
  by: OPS,
  name: '赵六',
  request: { ...request, ...changes },
});
const prechecked = request.scheme.prechecks.map(
  ({ id }): Untimed => ({
    ...{ type: 'check.finished', phase: 'preflight', check: id, durationMs: 40 },
    answer: { verdict: 'pass', evidence: '' },
  }),
);
const ticked = (item: string, is = true): Untimed => ({ type: 'checklist.ticked', item, ticked: is, by: 'U0LI4' });
const filed = { now: T0, delivered: new Set(['card', 'request-file']) };

test('the card lists every box: ticked by whom, answered by what, or open', () => {
  const early = rendered(messageOf(surfacesOf(play(asked()), filed), 'card'));
  expect(early).toContain('☐ 已找到最新备份 · 回滚前检查进行中');
  const card = rendered(messageOf(surfacesOf(play(asked(), ...prechecked, ticked('confirmed')), filed), 'card'));
  const from = card.indexOf('回滚前检查清单');
  expect(card.slice(from, card.indexOf('将依次执行'))).toMatchInlineSnapshot(`
    "回滚前检查清单
    ☑ 确认需要回滚的问题 · 已勾选：@U0LI4（03:12:07）
    ☑ 已记录问题和现象 · 由申请内容确认
    ☑ 已找到最新备份 · 由回滚前检查确认
    ☑ 通知团队成员即将回滚 · 由本消息完成
    ☑ 准备好回滚验证方案 · 由方案的验证项确认
    ☐ 确认回滚时间窗口 · 未勾选
    还有 1 项未勾选，全部勾选后才能批准。
    批准后"
  `);
  expect(card).toContain('[批准并开始] [拒绝] [勾选清单（1/2）] [撤回申请]'.replace('批准并开始', '批准'));
});

test('a tick can be taken back, and once all are ticked nothing is open', () => {
  const state = play(asked(), ...prechecked, ticked('confirmed'), ticked('window'));
  expect(rendered(messageOf(surfacesOf(state, filed), 'card'))).not.toContain('项未勾选');
  const back = play(asked(), ...prechecked, ticked('confirmed'), ticked('confirmed', false));
  expect(rendered(messageOf(surfacesOf(back, filed), 'card'))).toContain('还有 2 项未勾选，全部勾选后才能批准。');
});

test('the dialog shows what is ticked and who answers the rest', () => {
  expect(
    renderedModal(checklistModal(play(asked(), ...prechecked, ticked('window')), 'C0INCIDENT', 'zh-CN')),
  ).toMatchInlineSnapshot(`
    "# 回滚前检查清单
    meiyueart · 方案 2：手动回滚
    20261120-7kq2m
    请勾选已确认的项目:
      ( ) 确认需要回滚的问题
      (x) 确认回滚时间窗口
    以下项目由系统确认：
    ☑ 已记录问题和现象 · 由申请内容确认
    ☑ 已找到最新备份 · 由回滚前检查确认
    ☑ 通知团队成员即将回滚 · 由本消息完成
    ☑ 准备好回滚验证方案 · 由方案的验证项确认
    ~ 申请人、决策人和有权申请的人都可以勾选。谁在何时勾选会记录下来。
    [保存] [取消]"
  `);
});

function contextOf({ metadata }: Modal) {
  const context = parseChecklistContext(metadata);
  if (!context) throw new Error('not ours');
  return context;
}

const boxes = (...values: readonly string[]) => ({
  'boxes-0': { input: { selected_options: values.map((value) => ({ value })) } },
});

test('only what the person changed is written', () => {
  const before = play(asked(), ...prechecked, ticked('confirmed'));
  const context = contextOf(checklistModal(before, 'C0INCIDENT', 'en'));
  expect(changedBoxes(boxes('0'), context, before)).toEqual([]);
  expect(changedBoxes(boxes('1'), context, before)).toEqual([
    { item: 'confirmed', ticked: false },
    { item: 'window', ticked: true },
  ]);
  // Somebody else ticked the second one while the dialog was open: it stays ticked.
  const meanwhile = play(asked(), ...prechecked, ticked('confirmed'), ticked('window'));
  expect(changedBoxes(boxes('0'), context, meanwhile)).toEqual([]);
  expect(parseChecklistContext('{"run":"r"}')).toBeUndefined();
});

test('a list of forty long boxes fits a dialog', () => {
  const checklist = Array.from({ length: 40 }, (_, index) => ({
    ...{ id: `box-${index}`, title: `${index} ${'长'.repeat(200)}`, answeredBy: 'person' as const, cites: [] },
  }));
  const state = play(asked({ plan: { ...request.plan, checklist } }));
  const { title, submit = '', close, callback, blocks, metadata } = checklistModal(state, 'C0INCIDENT', 'zh-CN');
  const text = (value: string) => ({ type: 'plain_text', text: value });
  const frame = { title: text(title), submit: text(submit), close: text(close), private_metadata: metadata };
  expect(checkView({ type: 'modal', callback_id: callback, blocks, ...frame })).toEqual([]);
  const all = Array.from({ length: 4 }, (_, group) => [
    `boxes-${group}`,
    {
      input: { selected_options: Array.from({ length: 10 }, (_unused, place) => ({ value: `${group * 10 + place}` })) },
    },
  ]);
  expect(changedBoxes(Object.fromEntries(all), contextOf({ ...({} as Modal), metadata }), state)).toHaveLength(40);
});
