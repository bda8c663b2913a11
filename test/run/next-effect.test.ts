import { describe, expect, it } from 'vitest';
import type { RestoreStart } from '../../src/domain/scheme.js';
import { nextEffect } from '../../src/run/next-effect.js';
import { ImpossibleEvent } from '../../src/run/possible.js';
import { QUESTIONS, told, withQuestions } from '../helpers/manual.js';
import { CHANGES, change, chosen, RESTORE, restorable, sent } from '../helpers/restorable.js';
import {
  approved,
  exited,
  lost,
  OPS,
  play,
  prechecked,
  requested,
  STEPS,
  s2Request,
  started,
  T0,
  type Untimed,
  verified,
} from '../helpers/story.js';

const [first, second] = STEPS;
const MINUTES = 60_000;
const approval = [requested(), ...prechecked(), approved()];

it('starts the steps right after the approval, and the rest right after one that went alone', () => {
  expect(nextEffect(play(...approval), T0 + MINUTES)).toEqual({ kind: 'run-steps', steps: [first, second] });
  expect(nextEffect(play(...approval, started(first), exited(first)), T0 + MINUTES)).toEqual({
    kind: 'run-steps',
    steps: [second],
  });
});

it('lets an approval expire when the bot was away longer than it is valid, before anything began or in between', () => {
  const later = T0 + 16 * MINUTES;
  expect(nextEffect(play(...approval), later)).toEqual({ kind: 'expire' });
  expect(nextEffect(play(...approval, { type: 'run.resumed', at: later }), later)).toEqual({ kind: 'expire' });
  expect(nextEffect(play(...approval, started(first), exited(first)), later)).toEqual({ kind: 'expire' });
  const expired = { type: 'request.expired' } as const;
  expect(play(...approval, expired)).toMatchObject({ phase: 'closing', outcome: 'expired' });
  expect(play(...approval, started(first), exited(first), expired)).toMatchObject({
    phase: 'stopped',
    stopped: { cause: 'outdated' },
  });
});

it('counts a step as ended when it ended on its host, not when the bot came back to hear of it', () => {
  const away = T0 + 999 * MINUTES;
  const heardLate = play(...approval, started(first), { ...exited(first), at: away } as Untimed);
  expect(nextEffect(heardLate, away)).toEqual({ kind: 'expire' });
  const unknownLong = play(...approval, started(first), lost(first), {
    type: 'step.asked-again',
    step: first,
    by: OPS,
    at: away,
  });
  expect(unknownLong.progressAt).toBeLessThan(T0 + MINUTES);
});

it('counts every step of a segment as ended when it ended on its host: what is left needs a new approval', () => {
  const steps = [...CHANGES.map((id) => change(id)), change('drop', { effect: 'irreversible' })];
  const away = T0 + 999 * MINUTES;
  const heard = CHANGES.map((id, index) => ({ ...exited(id), at: away + index }) as Untimed);
  const state = play(requested({ scheme: restorable({ steps }) }), approved(), sent(...CHANGES), ...heard);
  expect(state.progressAt).toBeLessThan(T0 + MINUTES);
  expect(nextEffect(state, away + 10)).toEqual({ kind: 'expire' });
});

it('asks nobody to decide on what was seen before a long absence', () => {
  expect(nextEffect(play(requested()), T0 + 16 * MINUTES)).toEqual({ kind: 'expire' });
});

describe('while the run verifies', () => {
  const asked = [requested(withQuestions()), ...approval.slice(1)];
  const done = [...asked, started(first), exited(first), started(second), exited(second)];
  const stepsEnded = T0 + (done.length - 1) * 1000;
  const answers = QUESTIONS.map(({ id }) => told(id, 'pass', OPS));

  it('asks what it can ask itself, whether or not people answered theirs', () => {
    const effect = { kind: 'run-checks', phase: 'verify', checks: s2Request().scheme.checks.map(({ id }) => id) };
    expect(nextEffect(play(...done), T0 + MINUTES)).toEqual(effect);
    expect(nextEffect(play(...done, ...answers), T0 + MINUTES)).toEqual(effect);
  });

  it('then waits for people, for each question as long as the plan says after the last step', () => {
    const called = { type: 'people.reminded', at: stepsEnded + 15 * MINUTES } as const;
    const state = play(...done, ...verified(), called);
    expect(nextEffect(state, stepsEnded + 16 * MINUTES)).toEqual({ kind: 'wait', until: stepsEnded + 30 * MINUTES });
    const first = nextEffect(state, stepsEnded + 30 * MINUTES);
    expect(first).toEqual({ kind: 'give-up-checks', checks: ['test-account'] });
    const later = play(...done, ...verified(), called, told('test-account', 'unknown'));
    expect(nextEffect(later, stepsEnded + 40 * MINUTES)).toEqual({ kind: 'wait', until: stepsEnded + 45 * MINUTES });
  });

  it('calls them again as long as one of them did not answer', () => {
    const waiting = [...done, ...verified(), told('test-account', 'pass', OPS)];
    expect(nextEffect(play(...waiting), T0 + MINUTES)).toEqual({ kind: 'wait', until: stepsEnded + 2 * MINUTES });
    expect(nextEffect(play(...waiting), stepsEnded + 2 * MINUTES)).toEqual({ kind: 'remind' });
    expect(nextEffect(play(...done, ...verified(), ...answers), stepsEnded + 2 * MINUTES).kind).toBe('close');
  });

  it('calls them once, not thrice, when its own checks took that long', () => {
    const late = stepsEnded + 10 * MINUTES;
    const called = play(...done, ...verified(), { type: 'people.reminded', at: late });
    expect(nextEffect(called, late)).toEqual({ kind: 'wait', until: stepsEnded + 15 * MINUTES });
  });

  it('is over when the last person answered', () => {
    expect(nextEffect(play(...done, ...verified(), ...answers), T0 + MINUTES)).toEqual({
      kind: 'close',
      outcome: 'succeeded',
    });
  });
});

it('takes up a step that was sent, however long ago', () => {
  expect(nextEffect(play(...approval, started(first)), T0 + 999 * MINUTES)).toEqual({
    kind: 'run-steps',
    steps: [first],
  });
});

describe('a run that waits for people to choose', () => {
  const stopped = [...approval, started(first), exited(first, 22)];
  const since = T0 + (stopped.length - 1) * 1000;
  const reminded = (minutes: number) => ({ type: 'people.reminded', at: since + minutes * MINUTES }) as const;
  const at = (minutes: number, ...more: readonly Untimed[]) =>
    nextEffect(play(...stopped, ...more), since + minutes * MINUTES);

  it('calls them again after 2, 5 and 15 minutes, and then no more', () => {
    expect(at(1)).toEqual({ kind: 'wait', until: since + 2 * MINUTES });
    expect(at(2)).toEqual({ kind: 'remind' });
    expect(at(2, reminded(2))).toEqual({ kind: 'wait', until: since + 5 * MINUTES });
    expect(at(5, reminded(2))).toEqual({ kind: 'remind' });
    expect(at(14, reminded(2), reminded(5))).toEqual({ kind: 'wait', until: since + 15 * MINUTES });
    expect(at(15, reminded(2), reminded(5))).toEqual({ kind: 'remind' });
    expect(at(999, reminded(2), reminded(5), reminded(15))).toEqual({ kind: 'wait' });
  });

  it('makes up for no call that it missed while the bot was away', () => {
    expect(at(7, reminded(7))).toEqual({ kind: 'wait', until: since + 15 * MINUTES });
    expect(at(60, reminded(60))).toEqual({ kind: 'wait' });
  });

  it('calls nobody once somebody took it up', () => {
    expect(at(15, { type: 'run.claimed', by: OPS })).toEqual({ kind: 'wait' });
  });

  it.each([
    ['a step is unknown', [...approval, started(first), lost(first)]],
    ['the run is held', [...stopped, { type: 'run.held', cause: 'person', by: OPS, reason: '等 DBA' } as const]],
  ])('calls them just so when %s', (_what, events) => {
    const began = T0 + (events.length - 1) * 1000;
    expect(nextEffect(play(...events), began + 2 * MINUTES)).toEqual({ kind: 'remind' });
    const again = { type: 'people.reminded', at: began + 2 * MINUTES } as const;
    expect(nextEffect(play(...events, again), began + 2 * MINUTES)).toMatchObject({ kind: 'wait' });
  });
});

describe('a run that waits for a person to do a step', () => {
  const { undo: _, ...plain } = change('purge', { target: '', run: '' });
  const byHand = (id: string, minutes: number) => ({
    ...{ ...plain, id, manual: { within: minutes * MINUTES, instructions: ['清空 CDN 缓存'] } },
  });
  const scheme = restorable({ steps: [byHand('purge', 10), byHand('warm', 10)] });
  const asked = [requested({ scheme }), approved(), { type: 'step.asked', step: 'purge' } as const];
  const since = T0 + 2000;
  const reminded = (minutes: number) => ({ type: 'people.reminded', at: since + minutes * MINUTES }) as const;
  const at = (minutes: number, ...more: readonly Untimed[]) =>
    nextEffect(play(...asked, ...more), since + minutes * MINUTES);

  it('calls them again until it is due, and then takes it for not done', () => {
    expect(at(1)).toEqual({ kind: 'wait', until: since + 2 * MINUTES });
    expect(at(2)).toEqual({ kind: 'remind' });
    expect(at(2, reminded(2))).toEqual({ kind: 'wait', until: since + 5 * MINUTES });
    expect(at(5, reminded(2))).toEqual({ kind: 'remind' });
    expect(at(5, reminded(2), reminded(5))).toEqual({ kind: 'wait', until: since + 10 * MINUTES });
    expect(at(10)).toEqual({ kind: 'give-up-step', step: 'purge' });
  });

  it('calls for the next step anew, and for none that was done', () => {
    const later = since + 6 * MINUTES;
    const done = { type: 'step.answered', step: 'purge', done: true, note: '', by: OPS, at: later } as const;
    const next = { type: 'step.asked', step: 'warm', at: later } as const;
    const told = [reminded(2), reminded(5), done];
    expect(at(6, ...told)).toEqual({ kind: 'ask-step', step: 'warm' });
    expect(at(7, ...told, next)).toEqual({ kind: 'wait', until: since + 8 * MINUTES });
    expect(at(8, ...told, next)).toEqual({ kind: 'remind' });
  });

  it('calls nobody before somebody was asked', () => {
    expect(() => play(...asked.slice(0, 2), { type: 'people.reminded' })).toThrow(ImpossibleEvent);
  });
});

describe('a restore that the plan orders', () => {
  const scheme = (automatic: readonly RestoreStart[]) => restorable({ restore: { ...RESTORE, automatic } });
  const failedStep = (automatic: readonly RestoreStart[]) =>
    [requested({ scheme: scheme(automatic) }), approved(), sent(...CHANGES), exited('copy', 1)] as const;

  it('begins by itself, for the cause that the plan names', () => {
    expect(nextEffect(play(...failedStep(['step'])), T0 + MINUTES)).toEqual({ kind: 'restore', cause: 'step' });
    expect(nextEffect(play(...failedStep(['verification'])), T0 + MINUTES)).toMatchObject({ kind: 'wait' });
  });

  it('begins by itself no more when the failure was heard of long after, whoever looks at it then', () => {
    const late = [...failedStep(['step']).slice(0, 3), { ...exited('copy', 1), at: T0 + 60 * MINUTES } as Untimed];
    const looks = { type: 'run.claimed', by: OPS, at: T0 + 61 * MINUTES } as const;
    const wishes = chosen('rerun.asked', { step: 'copy', at: T0 + 61 * MINUTES });
    for (const more of [[], [looks], [wishes], [looks, wishes]])
      expect(nextEffect(play(...late, ...more), T0 + 62 * MINUTES).kind).not.toBe('restore');
  });

  it('is not gone on with long after its last step', () => {
    const begun = [...failedStep(['step']), { type: 'restore.started', cause: 'step' } as const];
    expect(nextEffect(play(...begun), T0 + MINUTES)).toEqual({ kind: 'run-steps', steps: ['copy-undo'] });
    expect(nextEffect(play(...begun), T0 + 60 * MINUTES)).toEqual({ kind: 'hold', cause: 'outdated' });
  });
});
