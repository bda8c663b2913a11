import { describe, expect, it } from 'vitest';
import { nextEffect } from '../../src/run/next-effect.js';
import { QUESTIONS, told, withQuestions } from '../helpers/manual.js';
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

it('starts a step right after the approval, and the next right after the last', () => {
  expect(nextEffect(play(...approval), T0 + MINUTES)).toEqual({ kind: 'run-step', step: first });
  expect(nextEffect(play(...approval, started(first), exited(first)), T0 + MINUTES)).toEqual({
    kind: 'run-step',
    step: second,
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
    phase: 'closing',
    outcome: 'aborted',
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
    const state = play(...done, ...verified());
    expect(nextEffect(state, T0 + MINUTES)).toEqual({ kind: 'wait', until: stepsEnded + 30 * MINUTES });
    const first = nextEffect(state, stepsEnded + 30 * MINUTES);
    expect(first).toEqual({ kind: 'give-up-checks', checks: ['test-account'] });
    const later = play(...done, ...verified(), told('test-account', 'unknown'));
    expect(nextEffect(later, stepsEnded + 40 * MINUTES)).toEqual({ kind: 'wait', until: stepsEnded + 45 * MINUTES });
  });

  it('is over when the last person answered', () => {
    expect(nextEffect(play(...done, ...verified(), ...answers), T0 + MINUTES)).toEqual({
      kind: 'close',
      outcome: 'succeeded',
    });
  });
});

it('takes up a step that was sent, however long ago', () => {
  expect(nextEffect(play(...approval, started(first)), T0 + 999 * MINUTES)).toEqual({ kind: 'run-step', step: first });
});
