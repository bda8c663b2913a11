import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunEvent, StoredEvent } from '../../src/domain/event.js';
import { nextEffect } from '../../src/run/next-effect.js';
import { ImpossibleEvent, reduce, replay } from '../../src/run/reduce.js';
import type { RunState } from '../../src/run/state.js';
import {
  answered,
  approved,
  closed,
  exited,
  lost,
  OPS,
  play,
  requested,
  STEPS,
  s2Request,
  started,
  T0,
  type Untimed,
} from '../helpers/story.js';

const { prechecks, checks } = s2Request().scheme;
const verdicts = ['pass', 'pass', 'pass', 'fail', 'unknown'] as const;
const FACTS: readonly Untimed[] = [
  ...verdicts.flatMap((verdict) => prechecks.map(({ id }) => answered('preflight', id, verdict))),
  ...verdicts.flatMap((verdict) => checks.map(({ id }) => answered('verify', id, verdict))),
  approved(),
  { ...approved(), digest: 'another' } as Untimed,
  { type: 'approval.rejected', by: OPS, role: 'cto' },
  { type: 'request.expired' },
  ...STEPS.flatMap((step) => [started(step), exited(step), exited(step), exited(step, 1), lost(step)]),
  { type: 'abort.requested', by: OPS },
  { type: 'run.handed-over', by: OPS },
  { type: 'run.resumed' },
  ...(['succeeded', 'failed'] as const).map(closed),
];

const RARE = new Set<string>([
  'abort.requested',
  'run.handed-over',
  'approval.rejected',
  'request.expired',
  'run.resumed',
]);

type Story = { readonly state: RunState; readonly stored: readonly StoredEvent[] };

/** Each number picks one of the facts that may follow; decisions and ends are rarer than answers, so that stories get long. */
function story(picks: readonly number[]): Story {
  let stored: readonly StoredEvent[] = [store(requested(), 0)];
  let state = play(requested());
  for (const pick of picks) {
    const all = FACTS.flatMap((fact) => follow(state, fact));
    const onward = all.filter(({ stored: { event } }) => !RARE.has(event.type));
    const possible = onward.length === 0 || pick % 17 === 0 ? all : onward;
    const next = possible[pick % possible.length];
    if (!next) break;
    stored = [...stored, next.stored];
    state = next.state;
  }
  return { state, stored };
}

function follow(state: RunState, fact: Untimed): readonly { state: RunState; stored: StoredEvent }[] {
  const stored = store(fact, state.revision);
  try {
    return [{ stored, state: reduce(state, stored) }];
  } catch (error) {
    if (error instanceof ImpossibleEvent) return [];
    throw error;
  }
}

function store(fact: Untimed, seq: number): StoredEvent {
  return { seq, hash: String(seq), event: { ...fact, at: T0 + seq } as RunEvent };
}

const stories = fc.array(fc.integer({ min: 0, max: 0x7fffffff }), { maxLength: 40 }).map(story);

it('tells stories that reach every phase', () => {
  const phases = new Set(fc.sample(stories, 500).map(({ state }) => state.phase));
  expect([...phases].sort()).toEqual([
    'awaiting-approval',
    'closed',
    'closing',
    'needs-human',
    'preparing',
    'running',
    'verifying',
  ]);
});

it('runs a step only under an approval of exactly what was asked', () => {
  fc.assert(
    fc.property(stories, ({ state, stored }) => {
      const effect = nextEffect(state, state.requestedAt + 1);
      if (effect.kind !== 'run-step') return;
      const approvals = stored.filter(({ event }) => event.type === 'approval.granted');
      expect(approvals).toMatchObject([{ event: { digest: state.request.digest } }]);
    }),
    { numRuns: 500 },
  );
});

it('never calls a run with a lost or failed step a success', () => {
  fc.assert(
    fc.property(stories, ({ state }) => {
      if (state.phase === 'closing' && state.outcome === 'succeeded') {
        expect(state.steps.every(({ status }) => status === 'succeeded')).toBe(true);
        expect(state.checks.every(({ answer }) => answer?.verdict === 'pass')).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

it('starts no step after a failed or lost one', () => {
  fc.assert(
    fc.property(stories, ({ state }) => {
      const stuck = state.steps.some(({ status }) => status === 'failed' || status === 'lost');
      if (stuck) expect(nextEffect(state, state.requestedAt + 1).kind).not.toBe('run-step');
    }),
    { numRuns: 500 },
  );
});

it('gives the same state however often the journal is replayed', () => {
  fc.assert(
    fc.property(stories, ({ state, stored }) => {
      expect(replay(stored)).toEqual(state);
      expect(replay(JSON.parse(JSON.stringify(stored)))).toEqual(state);
    }),
  );
});

it('always has a next move: an effect, a person, or the end', () => {
  fc.assert(
    fc.property(stories, ({ state }) => {
      const effect = nextEffect(state, state.requestedAt + 1);
      if (effect.kind === 'wait') expect(['awaiting-approval', 'needs-human', 'closed']).toContain(state.phase);
    }),
    { numRuns: 500 },
  );
});
