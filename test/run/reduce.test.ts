import { describe, expect, it } from 'vitest';
import { nextEffect } from '../../src/run/next-effect.js';
import { ImpossibleEvent } from '../../src/run/possible.js';
import { CHANGES, change, restorable, sent } from '../helpers/restorable.js';
import {
  answered,
  approved,
  CTO,
  closed,
  exited,
  givenUp,
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
const upToSteps = [requested(), ...prechecked(), approved()];
const stepsDone = [...upToSteps, started(first), exited(first), started(second), exited(second)];

describe('a run that goes well', () => {
  it('waits for a decision once the pre-checks are answered', () => {
    const state = play(requested(), ...prechecked());
    expect(state.phase).toBe('awaiting-approval');
    expect(state.expiresAt).toBe(T0 + prechecked().length * 1000 + 15 * 60_000);
  });

  it('runs, verifies and closes as a success', () => {
    expect(play(...upToSteps).phase).toBe('running');
    expect(play(...stepsDone).phase).toBe('verifying');
    expect(play(...stepsDone, ...verified()).outcome).toBe('succeeded');
    expect(play(...stepsDone, ...verified(), closed('succeeded')).phase).toBe('closed');
  });
});

describe('pre-checks', () => {
  it('go on when only evidence is bad: an unhealthy service is the reason for the rollback', () => {
    const sick = prechecked().map((event) =>
      'check' in event && event.check === 'health' ? answered('preflight', 'health', 'fail') : event,
    );
    expect(play(requested(), ...sick).phase).toBe('awaiting-approval');
  });

  it.each(['fail', 'unknown'] as const)('refuse when a blocking one is %s', (verdict) => {
    const blocked = prechecked().map((event) =>
      'check' in event && event.check === 'backup' ? answered('preflight', 'backup', verdict) : event,
    );
    expect(play(requested(), ...blocked)).toMatchObject({ phase: 'closing', outcome: 'refused' });
  });
});

describe('a run that goes badly', () => {
  const refused = { kind: 'not-started', failure: { code: 'ssh.unreachable', at: 'app' }, facts: '' } as const;

  it.each([
    ['a step exits with 22', exited(first, 22)],
    ['a step ran into its deadline', { ...exited(first), result: { kind: 'timed-out' } }],
  ] as const)('stops for people when %s: something may have changed', (_what, event) => {
    const state = play(...upToSteps, started(first), event);
    expect(state).toMatchObject({ phase: 'stopped', stopped: { cause: 'step' }, waitingSince: expect.any(Number) });
    expect(state.steps[1]?.status).toBe('pending');
    expect(play(...upToSteps, started(first), event, givenUp())).toMatchObject({ phase: 'closing', outcome: 'failed' });
  });

  it.each([
    ['a step could not start', [{ ...exited(first), result: refused } as const]],
    ['a step that only reads failed before any other', [started(first), exited(first, 1)]],
  ] as const)('fails at once when %s: nothing was touched', (_what, events) => {
    const { scheme } = s2Request();
    const steps = scheme.steps.map((step) => ({ ...step, effect: 'read-only' as const }));
    const [, ...before] = upToSteps;
    const state = play(requested({ scheme: { ...scheme, steps } }), ...before, ...events);
    expect(state).toMatchObject({ phase: 'closing', outcome: 'failed' });
    expect(state.steps[1]?.status).toBe('pending');
  });

  it('stops at a lost step until a person decides', () => {
    const state = play(...upToSteps, started(first), lost(first));
    expect(state.phase).toBe('needs-human');
    expect(state.steps[0]).toMatchObject({ status: 'lost', evidence: { claimed: null } });
  });

  it('goes on from a lost step only when the host itself says how it ended', () => {
    const asked = [
      ...upToSteps,
      started(first),
      lost(first),
      { type: 'step.asked-again', step: first, by: OPS } as const,
    ];
    expect(play(...asked, exited(first)).phase).toBe('running');
    expect(play(...asked, lost(first)).phase).toBe('needs-human');
    expect(play(...asked, { type: 'run.handed-over', by: OPS })).toMatchObject({
      phase: 'closing',
      outcome: 'handed-over',
    });
  });

  it('knows no less of a lost step after its host was asked in vain', () => {
    const evidence = { reason: 'host-silent', claimed: null, rebooted: null, lastHeardAt: null } as const;
    const vain = { type: 'step.lost', step: first, evidence, output: { text: '', bytes: 0, cut: false } } as const;
    const asked = { type: 'step.asked-again', step: first, by: OPS } as const;
    const state = play(...upToSteps, started(first), lost(first), asked, vain);
    expect(state.steps[0]).toMatchObject({ evidence: { ...evidence, lastHeardAt: T0 }, output: { text: 'half' } });
  });

  it('tells aborted from failed, and waits for the running step to end first', () => {
    const abort = { type: 'abort.requested', by: OPS } as const;
    const aborting = play(...upToSteps, started(first), abort);
    expect(aborting.phase).toBe('running');
    const cancelled = { ...exited(first), result: { kind: 'cancelled' } } as const;
    expect(play(...upToSteps, started(first), abort, cancelled)).toMatchObject({
      phase: 'closing',
      outcome: 'aborted',
    });
    expect(play(requested(), ...prechecked(), abort)).toMatchObject({ phase: 'closing', outcome: 'aborted' });
  });
});

describe('the verdict', () => {
  const withVerdict = (id: string, verdict: 'fail' | 'unknown') =>
    verified().map((event) => ('check' in event && event.check === id ? answered('verify', id, verdict) : event));

  it.each(['fail', 'unknown'] as const)('stops for people when a required check is %s', (verdict) => {
    const state = play(...stepsDone, ...withVerdict('diagnosis', verdict));
    expect(state).toMatchObject({ phase: 'stopped', stopped: { cause: 'verification' } });
  });

  it.each(['fail', 'unknown'] as const)('makes the run partial when an advisory check is %s', (verdict) => {
    expect(play(...stepsDone, ...withVerdict('dashboard', verdict)).outcome).toBe('partial');
  });

  it('is passed anew only by the checks that had not passed', () => {
    const asked = { type: 'checks.asked-again', by: OPS } as const;
    const again = play(...stepsDone, ...withVerdict('diagnosis', 'fail'), asked);
    expect(again).toMatchObject({ phase: 'verifying', askedAgainAt: expect.any(Number) });
    expect(again.checks.filter(({ status }) => status !== 'finished').map(({ id }) => id)).toEqual(['diagnosis']);
    const passed = answered('verify', 'diagnosis', 'pass');
    const state = play(...stepsDone, ...withVerdict('diagnosis', 'fail'), asked, passed);
    expect(state).toMatchObject({ phase: 'closing', outcome: 'succeeded' });
  });
});

describe('what is told after the end', () => {
  const completed = (answers: Readonly<Record<string, string>>) =>
    ({ type: 'record.completed', answers, by: OPS }) as const;
  const end = [...stepsDone, ...verified(), closed('succeeded')];

  it('leaves the run closed as it was; the newest words of a name count', () => {
    const state = play(...end, completed({ cause: 'a', remarks: 'b' }), completed({ cause: 'c' }));
    expect(state).toMatchObject({ phase: 'closed', outcome: 'succeeded', closedAt: T0 + (end.length - 1) * 1000 });
    expect(state.told).toMatchObject({ cause: { text: 'c', by: OPS }, remarks: { text: 'b', by: OPS } });
  });

  it('cannot be told before', () => {
    expect(() => play(...stepsDone, completed({ cause: 'a' }))).toThrow(ImpossibleEvent);
    expect(() => play(...stepsDone, ...verified(), completed({ cause: 'a' }))).toThrow(ImpossibleEvent);
  });
});

const granted = { type: 'rerun.granted', step: first, by: CTO, voided: [] } as const;
const skipped = (step: string) => ({ type: 'step.skipped', step, by: CTO, reason: '不影响' }) as const;

describe('facts that cannot be', () => {
  it.each([
    ['a step before the approval', [requested(), ...prechecked(), started(first)]],
    ['an approval twice', [...upToSteps, approved()]],
    ['anything after the end', [...stepsDone, ...verified(), closed('succeeded'), { type: 'run.resumed' } as const]],
    ['a beginning without a request', [approved()]],
    ['two requests', [requested(), requested()]],
    ['the exit code of a step that nobody sent', [...upToSteps, exited(first)]],
    ['an unknown end of a step that nobody sent', [...upToSteps, lost(first)]],
    ['an end that is not how it ended', [...stepsDone, ...verified(), closed('failed')]],
    ['an approval that runs out during a step', [...upToSteps, started(first), { type: 'request.expired' } as const]],
    ['steps out of order', [...upToSteps, started(second)]],
    ['a step sent twice', [...upToSteps, started(first), started(first)]],
    ['a second run that nobody asked for', [...upToSteps, started(first), lost(first), granted]],
    ['a choice about a step whose turn it is not', [...upToSteps, started(first), exited(first, 1), skipped(second)]],
  ])('%s', (_what, events) => {
    expect(() => play(...events)).toThrow(ImpossibleEvent);
  });
});

describe('a run that is told to stop while a step of its segment is void', () => {
  const steps = CHANGES.map((id) => change(id));
  const begun = [requested({ scheme: restorable({ steps }) }), approved(), sent(...CHANGES)];
  const voided = (step: string): Untimed => ({ type: 'step.voided', step });
  const stop: Untimed = { type: 'abort.requested', by: OPS };

  it('ends at once when that step has its turn: what was delivered behind it never begins', () => {
    const state = play(...begun, exited('copy'), voided('switch'), stop);
    expect([state.phase, state.outcome]).toEqual(['closing', 'aborted']);
    expect(state.steps.map(({ status }) => status)).toEqual(['succeeded', 'pending', 'pending']);
  });

  it('ends when the step before it has ended', () => {
    const waiting = play(...begun, voided('switch'), stop);
    expect(nextEffect(waiting, T0)).toMatchObject({ kind: 'cancel-steps', steps: ['copy', 'warm'] });
    const state = play(...begun, voided('switch'), stop, exited('copy'));
    expect([state.phase, state.outcome]).toEqual(['closing', 'aborted']);
  });
});

it('hears only from a step with a condition that it was not needed', () => {
  const left = { ...exited('copy'), result: { kind: 'unneeded' } } as Untimed;
  const begun = [requested({ scheme: restorable() }), approved(), sent('copy')];
  expect(() => play(...begun, left)).toThrow(ImpossibleEvent);
});
