import { expect, it } from 'vitest';
import {
  groupAwaiting,
  groupBroken,
  groupHalfway,
  groupOutdated,
  groupUndone,
  groupUndoRun,
  groupUnverified,
} from '../../gallery/tales/hosts.js';
import type { RunState } from '../../src/run/state.js';
import { currentStep } from '../../src/run/steps.js';
import { hostStates } from '../../src/view/host-states.js';
import { orderLines } from '../../src/view/host-table.js';
import { recordOf } from '../../src/view/record.js';
import { sceneOf } from '../../src/view/scene.js';
import { isAdded } from '../../src/view/steps.js';

const sceneFor = (tale: typeof groupBroken) => sceneOf(tale('en'), { now: 0, delivered: new Set() });
const standing = (tale: typeof groupBroken) => hostStates(sceneFor(tale)).map(({ words }) => words);

it('tells a decider which host is first', () => {
  expect(orderLines(sceneFor(groupAwaiting))).toEqual([
    [
      {
        bold: 'Host by host: app-1 first, as the canary, then app-2, app-3. A step that fails stops before the next host.',
      },
    ],
  ]);
});

it('shows where it stopped, and what was not touched', () => {
  expect(standing(groupBroken)).toEqual(['done', 'failed', 'waiting']);
  expect(standing(groupHalfway)).toEqual(['stopped halfway', 'not touched', 'not touched']);
});

it('keeps a row for each host in the record', () => {
  expect(standing(groupUndone)).toEqual(['undone', 'undone', 'not touched']);
  expect(recordOf(groupUndone('en'))).toMatch(
    /### Host by host\n\n\| Host \| State \| Seen \|\n.*\n\| app-1 \(deploy@10\.0\.1\.10\) \(canary\) \| undone \|/,
  );
});

it('calls no host done of which a check did not pass', () => {
  const marks = (tale: typeof groupBroken) => hostStates(sceneFor(tale)).map(({ status }) => status);
  const bad = 'done, but a check did not pass or gave no answer';
  expect(standing(groupUnverified)).toEqual(['done', bad, 'done']);
  expect(marks(groupUnverified)).toEqual(['complete', 'error', 'complete']);
  const broken = (language: 'en' | 'zh-CN') => unseen(groupUndone(language));
  expect(standing(broken)).toEqual(['undone, but a check did not pass or gave no answer', 'undone', 'not touched']);
});

/** The same, but on the first host it is not as before. */
function unseen(state: RunState): RunState {
  const { restore } = state;
  const there = state.request.scheme.restore?.checks.filter((check) => 'target' in check && check.target === 'app-1');
  const checks = restore?.checks.map((check) =>
    there?.some(({ id }) => id === check.id) ? { ...check, answer: { verdict: 'fail', evidence: '' } as const } : check,
  );
  return { ...state, ...(restore && checks ? { restore: { ...restore, checks } } : {}) };
}

it('shows no host as running while nothing runs', () => {
  expect(groupOutdated('en').phase).toBe('stopped');
  expect(standing(groupOutdated)).toEqual(['done', 'stopped halfway', 'waiting']);
});

it('shows no host as running while it waits for another one, or for a person', () => {
  const between = (language: 'en' | 'zh-CN'): RunState => {
    const { abort: _, outcome: __, closedAt: ___, ...state } = groupHalfway(language);
    return { ...state, phase: 'running' };
  };
  /** The step whose turn it is stands on a host of another target. */
  const elsewhere = (language: 'en' | 'zh-CN'): RunState => {
    const state = between(language);
    const { scheme } = state.request;
    const open = currentStep(state)?.id;
    const steps = scheme.steps.map((step) => (step.id === open ? { ...step, target: 'database' } : step));
    return { ...state, request: { ...state.request, scheme: { ...scheme, steps } } };
  };
  expect(standing(between)[0]).toBe('running');
  expect(standing(elsewhere)[0]).toBe('partly done, waiting');
});

it('has no row for a group of which only the logs are marked', () => {
  const marked = (language: 'en' | 'zh-CN'): RunState => {
    const state = groupAwaiting(language);
    const { scheme } = state.request;
    return { ...state, request: { ...state.request, scheme: { ...scheme, steps: scheme.steps.filter(isAdded) } } };
  };
  expect(marked('en').request.scheme.steps).not.toEqual([]);
  expect(hostStates(sceneFor(marked))).toEqual([]);
  expect(orderLines(sceneFor(marked))).toEqual([]);
});

it('says of an undo that it goes the other way round, without a canary', () => {
  const scene = sceneFor(groupUndoRun);
  expect(orderLines(scene)).toEqual([
    [{ bold: 'Host by host, the last one first: app-2, then app-1. A step that fails stops before the next host.' }],
  ]);
  expect(hostStates(scene).map(({ isCanary }) => isCanary)).toEqual([false, false]);
});
