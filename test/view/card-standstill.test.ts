import { describe, expect, test } from 'vitest';
import type { RunRequest } from '../../src/domain/request.js';
import type { RunState } from '../../src/run/state.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { DIRECTOR, exited, play, started, T0, type Untimed } from '../helpers/story.js';
import { approvedRun, wholeRequest } from '../helpers/whole-plans.js';

const whole = wholeRequest('meiyueart', '2');

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
