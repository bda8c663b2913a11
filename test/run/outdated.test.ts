import { describe, expect, it } from 'vitest';
import type { Scheme } from '../../src/domain/scheme.js';
import { nextEffect } from '../../src/run/next-effect.js';
import { ImpossibleEvent } from '../../src/run/possible.js';
import { waysOn } from '../../src/run/ways-on.js';
import { change, look, RESTORE, restorable } from '../helpers/restorable.js';
import {
  answered,
  approved,
  CTO,
  closed,
  exited,
  OPS,
  play,
  prechecked,
  requested,
  STEPS,
  s2Request,
  started,
} from '../helpers/story.js';

const [first] = STEPS;
const upToSteps = [requested(), ...prechecked(), approved()];
const granted = { type: 'rerun.granted', step: first, by: CTO, voided: [] } as const;
const skipped = { type: 'step.skipped', step: first, by: CTO, reason: '不影响' } as const;
describe('an approval that does not count any more', () => {
  const expired = { type: 'request.expired' } as const;
  const failedOnce = [...upToSteps, started(first), exited(first, 1)];
  const wish = { type: 'rerun.asked', step: first, by: OPS, reason: '网络恢复' } as const;

  const midway = [...upToSteps, started(first), exited(first), expired];

  it('expires a run that changed nothing', () => {
    expect(play(...upToSteps, expired).outcome).toBe('expired');
    const { scheme } = s2Request();
    const steps = scheme.steps.map((step) => ({ ...step, effect: 'read-only' as const }));
    const looked = [requested({ scheme: { ...scheme, steps } }), ...upToSteps.slice(1), started(first), exited(first)];
    expect(play(...looked, expired).outcome).toBe('expired');
    expect(play(...looked, expired, closed('aborted')).phase).toBe('closed');
  });

  it('leaves one that changed something to people, and orders no undo', () => {
    for (const told of [midway, [...failedOnce, wish, granted, expired], [...failedOnce, skipped, expired]]) {
      const state = play(...told);
      expect(state).toMatchObject({ phase: 'stopped', stopped: { cause: 'outdated' }, waitingSince: state.progressAt });
      expect(state.outcome).toBeUndefined();
      expect(waysOn(state)).toEqual(['hold', 'give-up']);
    }
    const steps = [change('copy'), change('switch')];
    const request = restorable({ steps, restore: { ...RESTORE, automatic: ['step', 'verification'] } });
    const state = play(requested({ scheme: request }), approved(), started('copy'), exited('copy'), expired);
    expect(waysOn(state)).toEqual(['restore', 'hold', 'give-up']);
    expect(nextEffect(state, state.progressAt + 1).kind).toBe('wait');
    const undone = play(requested({ scheme: request }), approved(), started('copy'), exited('copy'), expired, {
      ...{ type: 'restore.started', cause: 'outdated', by: OPS, reason: '不再继续' },
    });
    expect(undone).toMatchObject({ phase: 'restoring', restore: { cause: 'outdated', by: OPS } });
  });

  it('takes nothing back by itself when the bot came back too late, whatever it sees then', () => {
    const { target: _, run: __, deadline: ___, ...seen } = look('seen');
    const manual = { ...seen, kind: 'manual' as const, within: 86_400_000 };
    const restore = { ...RESTORE, automatic: ['verification'] as const };
    const moveAfter = (minutes: number, { checks }: Pick<Scheme, 'checks'>, by?: object) => {
      const scheme = restorable({ steps: [change('copy')], restore, checks });
      const begin = [requested({ scheme }), approved(), started('copy'), exited('copy')];
      const back = play(...begin).progressAt + minutes * 60_000;
      const failed = checks.map(({ id }) => ({ ...answered('verify', id, 'fail'), ...by, at: back }));
      const state = play(...begin, { type: 'run.resumed', at: back }, ...failed);
      return nextEffect(state, back).kind;
    };
    expect(moveAfter(1, restorable())).toBe('restore');
    expect(moveAfter(600, restorable())).toBe('wait');
    // While a person is waited for, it is not the bot that lets the time pass.
    expect(moveAfter(600, { checks: [manual] }, { by: OPS })).toBe('restore');
  });

  it('is replayed as older journals ended it: broken off, by nobody', () => {
    expect(play(...midway, closed('aborted'))).toMatchObject({ phase: 'closed', outcome: 'aborted' });
    expect(() => play(...midway, closed('succeeded'))).toThrow(ImpossibleEvent);
    expect(() => play(...failedOnce, closed('aborted'))).toThrow(ImpossibleEvent);
  });
});
