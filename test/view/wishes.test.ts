import { expect, it } from 'vitest';
import { declinedWish, grantedWish, overtakenWish, stoppedWished } from '../../gallery/tales/standing.js';
import type { RunState } from '../../src/run/state.js';
import { recordOf } from '../../src/view/record.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { rendered } from '../helpers/rendered.js';

const called = (state: RunState, posted = true) => {
  const key = `call:rerun:${state.wishes[0]?.at}`;
  const delivered = new Set(['card', 'request-file', ...(posted ? [key] : [])]);
  const found = surfacesOf(state, { now: 1, delivered }).find((surface) => surface.key === key);
  return found?.kind === 'message' ? rendered(found.message) : '';
};

it('calls the deciders when somebody wants a step again, with what, by whom and why', () => {
  const shown = called(stoppedWished('zh-CN'), false);
  expect(shown).toContain('要重新执行一步，请决定');
  expect(shown).toMatch(/请到回滚消息上同意或不同意。/);
  expect(shown).toMatch(/要求重新执行第 \d\/\d 步/);
  expect(shown).toContain('理由：已腾出磁盘空间');
});

it('says afterwards who decided, and keeps it in the record', () => {
  expect(called(declinedWish('zh-CN'))).toContain('不同意重新执行');
  expect(called(grantedWish('en'))).toContain('agreed to run it again');
  expect(called(overtakenWish('en'))).toContain('Nobody answered');
  expect(recordOf(declinedWish('zh-CN'))).toMatch(/要求重新执行.*第 5\/6 步.*已腾出磁盘空间；@李四.*不同意重新执行/);
});

it('calls nobody for what nobody was told of', () => {
  expect(called(declinedWish('en'), false)).toBe('');
});
