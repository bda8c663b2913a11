import { expect, test } from 'vitest';
import { dispatch } from '../../commands/dispatch.js';
import type { Step } from '../../src/domain/scheme.js';
import type { Language } from '../../src/domain/text.js';
import type { RunState } from '../../src/run/state.js';
import { fakeEngine } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { s2Request, T0 } from '../helpers/story.js';

const { scheme } = s2Request();
const kept = { id: 'kept', title: '副本还在', weight: 'required', command: { target: 'app', run: 'test -d kept' } };
const restore = { automatic: [], checks: [], kept, cites: [] };
const undo = { title: '重新打开 v2 功能开关', run: 'true', deadline: 1_000, cites: [] };
const undoable = {
  scheme: {
    ...scheme,
    restore: restore as unknown as NonNullable<typeof scheme.restore>,
    steps: scheme.steps.map((step, index): Step => (index === 0 ? { ...step, undo } : step)),
  },
};
const ended = runs.succeeded(undoable);

async function ask(text: string, all: readonly RunState[], language: Language = 'zh-CN'): Promise<string> {
  const typed = { text, door: 'slash', by: 'U0ZHAO6', channel: 'C0INCIDENT', language, now: T0 + 3_600_000 } as const;
  const answer = await dispatch(typed, fakeEngine({ runs: all }));
  if (answer.kind === 'modal') return rendered(answer.modal);
  if (answer.kind !== 'message') throw new Error(`a ${answer.kind}`);
  return `${answer.message.text}\n${rendered(answer.message)}`;
}

test.each([`undo ${ended.id}`, 'undo', '撤销', 'undo wechat-backend'])(
  '%s opens the dialog for the reason',
  async (text) => {
    const shown = await ask(text, [ended]);
    expect(shown).toContain(`撤销 ${ended.id} 所做的改动`);
    expect(shown).toContain('1. 重新打开 v2 功能开关 · app');
    expect(shown).toContain('那次回滚以来用户写入的数据可能丢失');
    expect(shown).toContain('再由决策人批准或拒绝');
  },
);

test('it says the same in English', async () => {
  const shown = await ask('undo', [ended], 'en');
  expect(shown).toContain(`Takes back what ${ended.id} did.`);
  expect(shown).toContain('What users wrote since that rollback may be lost');
});

test('without a run that can be taken back, it says of each why', async () => {
  expect(await ask('undo', [])).toContain('这里还没有执行过回滚');
  const shown = await ask('undo', [runs.succeeded()]);
  expect(shown).toContain('这里没有可以撤销的回滚');
  expect(shown).toContain(ended.id);
});

test('what came later is not undone by accident', async () => {
  const later = { ...runs.running(), id: '20261120-zzzzz', requestedAt: T0 + 60_000 };
  expect(await ask(`undo ${ended.id}`, [later, ended])).toContain(later.id);
  const second = { ...runs.awaiting({ undoOf: ended.id }), id: '20261120-yyyyy', requestedAt: T0 + 60_000 };
  expect(await ask('undo', [second, ended])).toContain(second.id);
  const rejected = { ...runs.rejected({ undoOf: ended.id }), id: '20261120-xxxxx', requestedAt: T0 + 60_000 };
  expect(await ask('undo', [rejected, ended])).toContain(`撤销 ${ended.id} 所做的改动`);
});

test('an unknown run and one that has not ended are said in words', async () => {
  expect(await ask('undo 20261120-nnnnn', [ended])).toContain('20261120-nnnnn');
  expect(await ask(`undo ${ended.id}`, [runs.running(undoable)])).not.toContain('提交');
});
