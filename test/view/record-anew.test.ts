import { expect, test } from 'vitest';
import { surfacesOf } from '../../src/view/surfaces.js';
import { told, wholeRequest, wholeRun } from '../helpers/whole-plans.js';

const request = wholeRequest('wechat-backend', 'b');
const later = { now: 4_000_000_000_000, delivered: new Set<string>() };
const contents = (state: ReturnType<typeof wholeRun>) =>
  new Map(
    surfacesOf(state, later).flatMap((surface) => (surface.kind === 'file' ? [[surface.key, surface.content]] : [])),
  );

test('the record posted at the end is the same bytes whatever was told before Slack took it', () => {
  const ended = wholeRun(request);
  const completed = wholeRun(request, told({ remarks: '发布前没有演练' }), told({ 'root-cause': '锁等待' }));

  expect(contents(completed).get('record-file')).toBe(contents(ended).get('record-file'));
  expect(contents(ended).get('record-file')).toContain(`\`${ended.hash}\`（共 ${ended.revision} 条事件）`);
  const [, anew = ''] = [...contents(completed)].find(([key]) => key.startsWith('record-file:')) ?? [];
  expect(anew).toContain(`\`${completed.hash}\`（共 ${completed.revision} 条事件）`);
});
