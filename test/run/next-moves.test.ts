import { expect, it } from 'vitest';
import { nextEffect } from '../../src/run/next-effect.js';
import { openQuestions } from '../../src/run/questions.js';
import { reduce } from '../../src/run/reduce.js';
import type { RunState } from '../../src/run/state.js';
import { activeSteps, isUnderWay } from '../../src/run/steps.js';
import { type WayOn, waysOn } from '../../src/run/ways-on.js';
import { chosen } from '../helpers/restorable.js';
import { OPS, type Untimed } from '../helpers/story.js';
import { always } from './always.js';
import { follow, statesOf } from './any-story.js';

/** The moment right after the last event. */
const now = ({ progressAt }: RunState) => progressAt + 1;

/** Nobody has to ask twice what comes next: an effect with something in it, a time, people with a choice, or the end. */
function expectNextMove(state: RunState): void {
  const effect = nextEffect(state, now(state));
  if (effect.kind === 'run-steps' || effect.kind === 'cancel-steps') expect(effect.steps).not.toEqual([]);
  if (effect.kind === 'cancel-steps') {
    const underWay = activeSteps(state).filter(isUnderWay);
    expect(effect.steps).toEqual(underWay.map(({ id }) => id));
    // Its end can be written down: it is the one whose turn it is.
    expect(follow(state, { ...cancelled(effect.steps[0] ?? '') })).toBeDefined();
  }
  if (effect.kind === 'run-checks') expect(effect.checks).not.toEqual([]);
  if (effect.kind === 'wait') expectSomebody(state, effect.until ?? 0);
}

function expectSomebody(state: RunState, until: number): void {
  const { phase } = state;
  if (phase === 'needs-human' || phase === 'stopped' || phase === 'held') expect(waysOn(state)).not.toEqual([]);
  else if (phase === 'awaiting-approval') expect(nextEffect(state, until).kind).toBe('expire');
  else if (phase === 'verifying') expect(afterCalls(state, until)).toBe('give-up-checks');
  else if (phase === 'running') expect(afterCalls(state, until)).toBe('give-up-step');
  else expect(['queued', 'closed']).toContain(phase);
}

/** What comes of a question that nobody answers: people are called again a few times before it is due, and then it is given up. */
function afterCalls(state: RunState, until: number, calls = 0): string {
  expect(calls).toBeLessThanOrEqual(3);
  const effect = nextEffect(state, until);
  if (effect.kind === 'wait') return afterCalls(state, effect.until ?? Number.NaN, calls);
  if (effect.kind !== 'remind') return effect.kind;
  for (const { due } of openQuestions(state)) expect(until).toBeLessThan(due);
  const called = { seq: state.revision, hash: '', event: { type: 'people.reminded', at: until } } as const;
  return afterCalls(reduce(state, called), until, calls + 1);
}

function cancelled(step: string): Untimed {
  const output = { text: '', bytes: 0, cut: false };
  return { type: 'step.finished', step, result: { kind: 'cancelled' }, output, durationMs: 1 };
}

it('always has a next move: an effect, a person, or the end', () => {
  always((story) => {
    for (const state of statesOf(story)) expectNextMove(state);
  });
});

/** What each way on writes down, one event after the other. */
function eventsOf(way: WayOn, state: RunState): readonly Untimed[] {
  const step = activeSteps(state).find(({ status }) => status === 'lost' || status === 'failed')?.id ?? '';
  const behind = activeSteps(state).flatMap(({ id, status }) => (status === 'sent' ? [id] : []));
  const events: Readonly<Record<WayOn, readonly Untimed[]>> = {
    'ask-again': [{ type: 'step.asked-again', step, by: OPS }],
    settle: [chosen('step.settled', { step })],
    rerun: [chosen('rerun.asked', { step }), { type: 'rerun.granted', step, by: OPS, voided: behind }],
    skip: [chosen('step.skipped', { step })],
    'verify-again': [{ type: 'checks.asked-again', by: OPS }],
    restore: [chosen('restore.started', { cause: 'step' })],
    hold: [chosen('run.held', { cause: 'person' })],
    'give-up': [chosen('run.given-up')],
    'hand-over': [{ type: 'run.handed-over', by: OPS }],
  };
  return events[way];
}

it('offers no way on that cannot be, nor one that leads nowhere', () => {
  always((story) => {
    for (const state of statesOf(story)) {
      for (const way of waysOn(state)) {
        let after: RunState = state;
        for (const event of eventsOf(way, state)) {
          const followed = follow(after, event);
          expect(followed, `${way} while ${state.phase}`).toBeDefined();
          after = followed?.state ?? after;
        }
        expectNextMove(after);
      }
    }
  });
});
