import { describe, expect, it } from 'vitest';
import { ImpossibleEvent } from '../../src/run/reduce.js';
import { QUESTIONS, told, withQuestions } from '../helpers/manual.js';
import {
  answered,
  approved,
  CTO,
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

describe('questions that only people can answer', () => {
  const [one, two] = QUESTIONS.map(({ id }) => id) as [string, string];
  const asked = [requested(withQuestions()), ...stepsDone.slice(1)];
  const waiting = [...asked, ...verified()];

  it('keep the run open until each is answered, with who and when', () => {
    expect(play(...waiting, told(one, 'pass', OPS)).phase).toBe('verifying');
    const state = play(...waiting, told(one, 'pass', OPS), told(two, 'pass', CTO));
    expect(state).toMatchObject({ phase: 'closing', outcome: 'succeeded' });
    const answeredAt = T0 + (waiting.length + 1) * 1000;
    expect(state.checks.at(-1)).toMatchObject({ id: two, answeredBy: CTO, answeredAt });
  });

  it('are unknown when nobody answered', () => {
    const state = play(...waiting, told(one, 'pass', OPS), told(two, 'unknown'));
    expect(state).toMatchObject({ phase: 'closing', outcome: 'partial' });
  });

  it('can be answered while others are still asked, and the run can be stopped', () => {
    expect(play(...asked, told(one, 'fail', OPS)).phase).toBe('verifying');
    const abort = { type: 'abort.requested', by: OPS } as const;
    expect(play(...waiting, abort)).toMatchObject({ phase: 'closing', outcome: 'aborted' });
  });

  it('are answered by people alone, and other checks never by people', () => {
    expect(() => play(...asked, told(one, 'pass'))).toThrow(ImpossibleEvent);
    expect(() => play(...asked, told('health', 'pass', OPS))).toThrow(ImpossibleEvent);
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
