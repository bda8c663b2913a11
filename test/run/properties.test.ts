import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunEvent, StoredEvent } from '../../src/domain/event.js';
import { nextEffect } from '../../src/run/next-effect.js';
import { ImpossibleEvent } from '../../src/run/possible.js';
import { reduce, replay } from '../../src/run/reduce.js';
import type { RunState } from '../../src/run/state.js';
import { told, withQuestions } from '../helpers/manual.js';
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
  started,
  T0,
  type Untimed,
} from '../helpers/story.js';

const request = withQuestions();
const { prechecks, checks } = request.scheme;
const phaseOf = (id: string) => (checks.some((check) => check.id === id) ? 'verify' : 'preflight');
const verdicts = ['pass', 'pass', 'pass', 'fail', 'unknown'] as const;
const FACTS: readonly Untimed[] = [
  ...verdicts.flatMap((verdict) => prechecks.map(({ id }) => answered('preflight', id, verdict))),
  ...verdicts.flatMap((verdict) => checks.map(({ id }) => answered('verify', id, verdict))),
  ...verdicts.flatMap((verdict) => checks.map(({ id }) => told(id, verdict, OPS))),
  ...[...prechecks, ...checks].map(({ id }) => saved(id)),
  ...[...prechecks, ...checks].map(({ id }) => sent(id)),
  { type: 'checklist.ticked', item: 'window', ticked: true, by: OPS },
  { type: 'record.completed', answers: { cause: 'x' }, by: OPS },
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
  'checklist.ticked',
  'record.completed',
  'abort.requested',
  'run.handed-over',
  'approval.rejected',
  'request.expired',
  'run.resumed',
]);

function sent(check: string): Untimed {
  return { type: 'check.started', phase: phaseOf(check), check };
}

function saved(check: string): Untimed {
  return { type: 'check.saved', phase: phaseOf(check), check, answered: 1, saved: { ID: 'x1' }, evidence: ['POST'] };
}

type Story = { readonly state: RunState; readonly stored: readonly StoredEvent[] };

/** Each number picks one of the facts that may follow; decisions and ends are rarer than answers, so that stories get long. */
function story(picks: readonly number[]): Story {
  let stored: readonly StoredEvent[] = [store(requested(request), 0)];
  let state = play(requested(request));
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

const stories = fc.array(fc.integer({ min: 0, max: 0x7fffffff }), { maxLength: 60 }).map(story);

it('tells stories that reach every phase', () => {
  const phases = new Set(fc.sample(stories, 300).map(({ state }) => state.phase));
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
    { numRuns: 200 },
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
    { numRuns: 200 },
  );
});

it('starts no step after a failed or lost one', () => {
  fc.assert(
    fc.property(stories, ({ state }) => {
      const stuck = state.steps.some(({ status }) => status === 'failed' || status === 'lost');
      if (stuck) expect(nextEffect(state, state.requestedAt + 1).kind).not.toBe('run-step');
    }),
    { numRuns: 200 },
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
      if (effect.kind !== 'wait') return;
      expect(['awaiting-approval', 'needs-human', 'closed', 'verifying']).toContain(state.phase);
      if (state.phase !== 'verifying') return;
      const open = state.checks.filter(({ status }) => status !== 'finished');
      expect(open.every(({ isManual }) => isManual)).toBe(true);
      const later = nextEffect(state, effect.until ?? 0);
      expect(later).toMatchObject({ kind: 'give-up-checks' });
    }),
    { numRuns: 200 },
  );
});

it('closes a run once and for good, whatever is told afterwards', () => {
  fc.assert(
    fc.property(stories, ({ stored }) => {
      const end = stored.findIndex(({ event }) => event.type === 'run.closed');
      if (end < 0) return;
      expect(new Set(stored.slice(end + 1).map(({ event }) => event.type))).toEqual(
        new Set(stored.length > end + 1 ? ['record.completed'] : []),
      );
      expect(replay(stored)?.phase).toBe('closed');
    }),
    { numRuns: 200 },
  );
});

it('believes an answer to a question for people only when a person gave it', () => {
  fc.assert(
    fc.property(stories, ({ state }) => {
      for (const check of state.checks.filter(({ status }) => status === 'finished')) {
        if (!check.isManual) expect(check.answeredBy).toBeUndefined();
        else if (check.answer?.verdict !== 'unknown') expect(check.answeredBy).toBe(OPS);
      }
    }),
    { numRuns: 200 },
  );
});
