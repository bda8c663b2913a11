import { describe, expect, it } from 'vitest';
import * as tales from '../../gallery/tales/undoing.js';
import { outcomeText } from '../../src/view/outcome.js';
import { recordOf } from '../../src/view/record.js';
import { sceneOf } from '../../src/view/scene.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { rendered } from '../helpers/rendered.js';

const view = { now: 1, delivered: new Set(['card', 'request-file']) };
const said = (tale: (typeof tales)[keyof typeof tales], language: 'en' | 'zh-CN') => {
  const state = tale(language);
  const shown = surfacesOf(state, view).map((each) => (each.kind === 'file' ? each.content : rendered(each.message)));
  return [outcomeText(sceneOf(state, view)), ...shown, recordOf(state)].join('\n');
};

describe.each(Object.entries(tales))('a run that takes a rollback back: %s', (_, tale) => {
  it('is called an undo, and never says that something was rolled back', () => {
    expect(said(tale, 'zh-CN')).toContain('撤销');
    expect(said(tale, 'zh-CN')).not.toMatch(
      /回滚成功|回滚失败|部分成功(?<!撤销部分成功)|开始回滚|正在回滚|回滚申请 |回滚步骤|回滚结果|回滚记录|【回滚通知】|回滚到/,
    );
    expect(said(tale, 'en')).not.toMatch(
      /[Rr]olled back|Rolling back|Rollback (succeeded|failed|requested|record|notice)|Rolls back/,
    );
  });
});

it('names what it takes back, and what may be lost with it', () => {
  const [card] = surfacesOf(tales.undoAwaiting('zh-CN'), view);
  const shown = card?.kind === 'message' ? rendered(card.message) : '';
  expect(shown).toContain('# 撤销申请 · meiyueart · 撤销回滚 20261120-7kq2m（方案 2）');
  expect(shown).toContain('撤销 20261120-7kq2m 所做的改动。');
  expect(shown).toContain('那次回滚以来用户写入的数据可能丢失');
});

it('says in its own words how its failure leaves the host', () => {
  expect(said(tales.undoFailed, 'zh-CN')).toContain('主机可能停在撤销了一半的状态。');
  expect(said(tales.undoFailed, 'en')).toContain('The host may be left half undone.');
  expect(said(tales.undoUnverified, 'zh-CN')).toContain('已全部撤销，但这些验证未通过或没有结果');
});
