import { describe, expect, it } from 'vitest';
import { ImpossibleEvent } from '../../src/run/reduce.js';
import {
  answered,
  approved,
  closed,
  exited,
  lost,
  OPS,
  play,
  prechecked,
  requested,
  STEPS,
  started,
  T0,
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
  it.each([
    ['a step exits with 22', exited(first, 22), 'failed'],
    ['a step ran into its deadline', { ...exited(first), result: { kind: 'timed-out' } }, 'failed'],
    [
      'a step could not start',
      { ...exited(first), result: { kind: 'not-started', failure: { code: 'ssh.unreachable', at: 'app' }, facts: '' } },
      'failed',
    ],
  ] as const)('fails when %s', (_what, event, outcome) => {
    const state = play(...upToSteps, started(first), event);
    expect(state).toMatchObject({ phase: 'closing', outcome });
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

  it.each([
    ['diagnosis', 'fail', 'failed'],
    ['diagnosis', 'unknown', 'failed'],
    ['dashboard', 'fail', 'partial'],
    ['dashboard', 'unknown', 'partial'],
  ] as const)('%s %s makes the run %s', (id, verdict, outcome) => {
    expect(play(...stepsDone, ...withVerdict(id, verdict)).outcome).toBe(outcome);
  });
});

describe('facts that cannot be', () => {
  it.each([
    ['a step before the approval', [requested(), ...prechecked(), started(first)]],
    ['an approval twice', [...upToSteps, approved()]],
    ['anything after the end', [...stepsDone, ...verified(), closed('succeeded'), { type: 'run.resumed' } as const]],
    ['a beginning without a request', [approved()]],
    ['two requests', [requested(), requested()]],
  ])('%s', (_what, events) => {
    expect(() => play(...events)).toThrow(ImpossibleEvent);
  });
});
