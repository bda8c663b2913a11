import { describe, expect, it } from 'vitest';
import { personAsked } from '../../gallery/tales/by-hand.js';
import type { RunRequest } from '../../src/domain/request.js';
import { openQuestions } from '../../src/run/questions.js';
import { reduce } from '../../src/run/reduce.js';
import type { RunState } from '../../src/run/state.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { DIRECTOR, exited, OPS, play, started, type Untimed } from '../helpers/story.js';
import { approvedRun, wholeRequest } from '../helpers/whole-plans.js';

const MINUTES = 60_000;

const reminders = (state: RunState, delivered: readonly string[] = []) => {
  const roles = { 'ops-lead': { users: [OPS], groups: [] }, 'backend-lead': { users: [DIRECTOR], groups: [] } };
  const surfaces = surfacesOf(state, {
    now: state.progressAt,
    delivered: new Set(['card', 'request-file', ...delivered]),
    roles,
  });
  const keys = surfaces.map(({ key }) => key).filter((key) => key.startsWith('call:reminder:'));
  return { keys, texts: keys.map((key) => rendered(messageOf(surfaces, key))) };
};

/** The state after people were called again or answered, so many minutes after they were asked. */
function later(state: RunState, minutes: number, fact: Untimed): RunState {
  const at = (openQuestions(state)[0]?.since ?? 0) + minutes * MINUTES;
  return reduce(state, { seq: state.revision, hash: '', event: { ...fact, at } as never });
}
const called = (state: RunState, ...minutes: readonly number[]) =>
  minutes.reduce((so, each) => later(so, each, { type: 'people.reminded' }), state);

describe('a person who must do a step', () => {
  it.each(['zh-CN', 'en'] as const)(
    'is called again in %s: who, for what, how long already, until when',
    (language) => {
      expect(reminders(called(personAsked(language), 2, 5)).texts).toMatchSnapshot();
    },
  );

  it('is called anew by each message, and none is left to call once it was done', () => {
    const state = called(personAsked('en'), 2, 5);
    const { keys } = reminders(state);
    expect(new Set(keys).size).toBe(2);
    const done: Untimed = { type: 'step.answered', step: 'purge-cdn', done: true, note: '', by: OPS };
    const over = reminders(later(state, 6, done), keys);
    expect(over.keys).toEqual(keys);
    for (const text of over.texts) expect(text).toMatch(/^This step does not wait for a person any more/);
  });

  it('is not called any more once nobody reported in time, nor once the run was stopped', () => {
    const state = called(personAsked('en'), 2);
    const { keys } = reminders(state);
    const unanswered = { ...exited('purge-cdn'), result: { kind: 'unanswered' } } as Untimed;
    for (const end of [unanswered, { type: 'abort.requested', by: OPS } as const]) {
      const over = reminders(later(state, 30, end), keys);
      expect(over.keys).toEqual(keys);
      expect(over.texts[0]).toMatch(/^This step does not wait for a person any more/);
    }
  });
});

describe('people who must answer checks', () => {
  const verifying = (request: RunRequest) => {
    const { steps, checks } = request.scheme;
    const done = steps.flatMap(({ id }) => [started(id), exited(id)]);
    const automatic = checks.filter(({ kind }) => kind !== 'manual').map(({ id }) => answer(id));
    return play(...approvedRun(request), ...done, ...automatic);
  };
  const answer = (check: string, by?: string): Untimed => ({
    ...{ type: 'check.finished', phase: 'verify', check, durationMs: 40, answer: { verdict: 'pass', evidence: '' } },
    ...(by === undefined ? {} : { by }),
  });
  const state = called(verifying(wholeRequest('wechat-backend', 'a')), 2);

  it('are called again, only for what is still open', () => {
    expect(reminders(state).texts).toMatchSnapshot();
    const [text] = reminders(later(state, 3, answer('test-account', DIRECTOR))).texts;
    expect(text).not.toContain('内部测试账号可以正常使用');
    expect(text).toContain('客服无异常反馈');
  });

  it('are told when nothing is left to answer', () => {
    const { keys } = reminders(state);
    const all = openQuestions(state).reduce((so, { id }) => later(so, 4, answer(id, DIRECTOR)), state);
    expect(all.phase).toBe('closing');
    expect(reminders(all, keys)).toMatchObject({ keys, texts: [expect.stringMatching(/^没有等待人工确认的项目了/)] });
  });
});
