import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks/check.js';
import type { RunState } from '../../src/run/state.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { type CompletionValues, parseCompletion } from '../../src/view/told-input.js';
import { completionModal, completionOpener, parseCompletionContext } from '../../src/view/told-modal.js';
import { messageOf, rendered, renderedModal } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { told, wholeRequest, wholeRun } from '../helpers/whole-plans.js';

const s1 = wholeRun(wholeRequest('meiyueart', '2'));
const s2 = wholeRun(wholeRequest('wechat-backend', 'b'));
const where = { channel: 'C0INCIDENT', language: 'zh-CN' as const };

function modalOf(state: RunState, document: 'record' | 'review', language: 'zh-CN' | 'en' = 'zh-CN') {
  const modal = completionModal(state, document, { ...where, language });
  if (!modal) throw new Error('a dialog was expected');
  return modal;
}

const typed = (texts: Readonly<Record<string, string>>, ticks: Readonly<Record<string, readonly string[]>> = {}) => {
  const inputs = Object.entries(texts).map(([name, value]) => [name, { input: { value } }] as const);
  const boxes = Object.entries(ticks).map(
    ([name, values]) => [name, { input: { selected_options: values.map((value) => ({ value })) } }] as const,
  );
  return Object.fromEntries([...inputs, ...boxes]) as CompletionValues;
};
const parsed = (state: RunState, values: CompletionValues, document: 'record' | 'review' = 'record') =>
  parseCompletion(values, state, document, 'zh-CN');

test('the dialog asks for what no machine knows, and for nothing else', () => {
  expect(renderedModal(modalOf(s1, 'record'))).toMatchInlineSnapshot(`
    "# 补充回滚记录
    meiyueart · 方案 2：手动回滚
    编号 20261120-7kq2m
    请填写只有人才知道的内容。可以先留空，以后再补。
    原部署版本:
    其他重要信息:
    后续计划:
      ( ) 分析问题原因
      ( ) 修复问题代码
      ( ) 测试修复方案
      ( ) 重新部署
      ( ) 持续监控
    ~ 保存后会在这次回滚的消息列里重新发布文档，并注明填写人。
    [保存] [取消]"
  `);
  expect(renderedModal(modalOf(s2, 'review', 'en'))).toMatchInlineSnapshot(`
    "# Review
    wechat-backend · Scheme B: Roll the code back
    Run 20261120-7kq2m
    Fill in what only people know. You may leave fields empty and come back later.
    The problem began (HH:MM):
    It was noticed (HH:MM):
    Root cause:
    Three improvements:
    Action plan: (One row a line, cells parted by | : Action | Owner | Due | State)
    Review checklist:
      ( ) The root cause is found
      ( ) The impact is assessed
      ( ) The fix is planned
      ( ) Tests are added
      ( ) Alerts are improved
      ( ) The documents are updated
      ( ) The team knows
    ~ The document is then posted anew in the thread of the rollback, with your name beside what you told.
    [Save] [Cancel]"
  `);
});

test('what was told before stands in the dialog', () => {
  const again = wholeRun(s1.request, told({ 'deployed-version': '20261119_180000', 'follow-up:3': 'done' }));
  const blocks = JSON.stringify(modalOf(again, 'record').blocks);
  expect(blocks).toContain('"initial_value":"20261119_180000"');
  expect(blocks).toContain(
    '"initial_options":[{"text":{"type":"plain_text","text":"测试修复方案","emoji":false},"value":"3"}]',
  );
});

test('a plan without a review has no dialog for one', () => {
  expect(completionModal(s1, 'review', where)).toBeUndefined();
});

test('only what is new is told, so that names stay beside what their people told', () => {
  const again = wholeRun(s1.request, told({ 'deployed-version': '20261119_180000', 'follow-up:1': 'done' }));
  const values = typed({ 'deployed-version': '20261119_180000 ', remarks: ' 无 ' }, { 'follow-up:1': ['2', '3'] });
  expect(parsed(again, values)).toEqual({
    ok: true,
    answers: { remarks: '无', 'follow-up:1': 'open', 'follow-up:2': 'done', 'follow-up:3': 'done' },
  });
});

test('what is wrong is said at the field', () => {
  const problems = (state: RunState, values: CompletionValues, document?: 'record' | 'review') => {
    const result = parsed(state, values, document);
    return result.ok ? undefined : result.problems;
  };
  expect(problems(s1, typed({}))).toEqual({ 'deployed-version': '还没有填写或改动任何内容。' });
  expect(problems(s1, typed({ remarks: '长'.repeat(3_001) }))).toEqual({ remarks: '最多 3000 个字。' });
  const again = wholeRun(s1.request, told({ remarks: '无' }));
  expect(problems(again, typed({ remarks: '' }))).toEqual({
    remarks: '已填写的内容会保留在记录里。请改成正确的内容，或写“无”。',
  });
  expect(problems(s2, typed({ actions: '补测试 | 王五 | 2026-11-22 | 进行中\n\n加告警 | 赵六' }), 'review')).toEqual({
    actions: '第 2 行：请写 4 列，用 | 分开',
  });
});

test('the closed card of an approved run has the buttons; no other has', () => {
  const card = (state: RunState) => rendered(messageOf(surfacesOf(state, { now: 0, delivered: new Set() }), 'card'));
  expect(card(s1)).toContain('[补充记录]');
  expect(card(s1)).not.toContain('复盘');
  expect(card(s2)).toContain('[补充记录] [复盘]');
  expect(card(runs.rejected())).not.toContain('[补充记录]');
  expect(rendered(completionOpener(s2, 'review', 'en'))).toContain('[Review]');
});

test('each time people told more, the document is a new file below the card', () => {
  const files = (state: RunState) =>
    surfacesOf(state, { now: 0, delivered: new Set() }).flatMap((surface) =>
      surface.kind === 'file' && surface.key !== 'request-file' ? [surface] : [],
    );
  const names = (state: RunState) => files(state).map(({ name }) => name);
  expect(names(s2)).toEqual(['record-20261120-7kq2m.md']);
  const reviewed = wholeRun(s2.request, told({ 'root-cause': '锁' }));
  expect(names(reviewed)).toEqual([
    'record-20261120-7kq2m.md',
    expect.stringMatching(/^review-20261120-7kq2m-20261120-\d{6}\.md$/),
  ]);
  const twice = wholeRun(s1.request, told({ remarks: '一' }), told({ remarks: '二' }));
  expect(files(twice).map(({ key }) => key)).toEqual(['record-file', `record-file:${twice.told.remarks?.at}`]);
  expect(files(twice)[0]?.content).not.toContain('二');
  expect(files(twice)[1]).toMatchObject({ title: expect.stringMatching(/^回滚记录 20261120-7kq2m（.* 补充）$/) });
  expect(files(twice)[1]?.content).toContain('> 二');
});

test('Slack takes the dialog, whatever was told and however the plan words its fields', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.nat(4_000).map((length) => '长\n'.repeat(length)),
  );
  fc.assert(
    fc.property(nasty, nasty, (text, title) => {
      const fields = [{ title, ask: 'x', long: true, columns: [], cites: [] }];
      const record = {
        title,
        sections: [
          { title, fields },
          { title, fields: [{ title, fill: 'follow-ups' as const, cites: [] }] },
        ],
      };
      const followUps = Array.from({ length: 23 }, () => ({ title, cites: [] }));
      const plan = { ...s1.request.plan, record, followUps };
      const state = wholeRun({ ...s1.request, plan }, told({ x: text || '-' }));
      const modal = modalOf(state, 'record');
      const plain = (value = '') => ({ type: 'plain_text', text: value });
      const view = { title: plain(modal.title), submit: plain(modal.submit), close: plain(modal.close) };
      expect(checkView({ type: 'modal', callback_id: modal.callback, blocks: modal.blocks, ...view })).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('a dialog that is not ours is not read', () => {
  expect(parseCompletionContext(modalOf(s1, 'record').metadata)).toEqual({
    run: s1.id,
    document: 'record',
    channel: 'C0INCIDENT',
  });
  for (const text of ['', '{', 'null', '[]', '{"run":1}', '{"run":"a","document":"plan","channel":"C"}'])
    expect(parseCompletionContext(text)).toBeUndefined();
});
