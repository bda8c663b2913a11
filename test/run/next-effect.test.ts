import { expect, it } from 'vitest';
import { nextEffect } from '../../src/run/next-effect.js';
import {
  approved,
  exited,
  lost,
  OPS,
  play,
  prechecked,
  requested,
  STEPS,
  started,
  T0,
  type Untimed,
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

it('takes up a step that was sent, however long ago', () => {
  expect(nextEffect(play(...approval, started(first)), T0 + 999 * MINUTES)).toEqual({ kind: 'run-step', step: first });
});
