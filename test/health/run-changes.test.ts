import { expect, it } from 'vitest';
import { type RunChange, watchRuns } from '../../src/health/run-changes.js';
import type { RunState } from '../../src/run/state.js';
import { approved, exited, play, prechecked, requested, STEPS, started, verified } from '../helpers/story.js';

const STORY = [
  ...[requested(), ...prechecked(), approved()],
  ...STEPS.flatMap((step) => [started(step), exited(step)]),
  ...verified(),
  { type: 'run.closed', outcome: 'succeeded' } as const,
];

/** The run after each of its events, from one of them on. */
function statesFrom(first: number): readonly RunState[] {
  return STORY.map((_, index) => play(...STORY.slice(0, index + 1))).slice(first);
}

function changesIn(states: readonly RunState[]): readonly RunChange[] {
  const changes: RunChange[] = [];
  const listen = watchRuns((change) => changes.push(change));
  for (const state of states) listen(state);
  return changes;
}

it('tells each phase, step, decision and end once', () => {
  const changes = changesIn(statesFrom(0));
  expect(changes).toHaveLength(STORY.length);
  const phases = ['preparing', 'awaiting-approval', 'running', 'verifying', 'closing', 'closed'];
  expect(changes.flatMap(({ phase }) => phase ?? [])).toEqual(phases);
  const steps = STEPS.flatMap((id) => [`${id} running`, `${id} succeeded`]);
  expect(changes.flatMap((each) => each.steps.map(({ id, status }) => `${id} ${status}`))).toEqual(steps);
  expect(changes.flatMap(({ decided }) => decided ?? [])).toEqual([
    { verdict: 'approved', after: STORY.findIndex(({ type }) => type === 'approval.granted') * 1_000 },
  ]);
  expect(changes.flatMap(({ closed }) => closed ?? [])).toEqual(['succeeded']);
});

it('does not tell again what happened before this process', () => {
  const resumed = STORY.findIndex(({ type }) => type === 'step.finished');
  const changes = changesIn(statesFrom(resumed));
  expect(changes[0]).toEqual({ state: expect.anything(), steps: [] });
  expect(changes.flatMap(({ decided }) => decided ?? [])).toEqual([]);
  expect(changes.flatMap((each) => each.steps).filter(({ id }) => id === STEPS[0])).toEqual([]);
  expect(changes.flatMap(({ closed }) => closed ?? [])).toEqual(['succeeded']);
});

it('does not end a run twice when its record is completed afterwards', () => {
  const states = statesFrom(0);
  const closed = states.at(-1);
  const changes = changesIn([...states, ...(closed ? [{ ...closed, revision: closed.revision + 1 }] : [])]);
  expect(changes.filter((change) => change.closed)).toHaveLength(1);
});
