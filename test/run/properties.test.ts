import { expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.js';
import { isGood } from '../../src/domain/step-end.js';
import { askedStep } from '../../src/run/manual-steps.js';
import { nextEffect } from '../../src/run/next-effect.js';
import { replay } from '../../src/run/reduce.js';
import type { RunState, StepState } from '../../src/run/state.js';
import { activeSteps, allSteps } from '../../src/run/steps.js';
import { OPS } from '../helpers/story.js';
import { always, TOLD } from './always.js';
import { DIGEST, statesOf } from './any-story.js';

/** Every event type; the compiler minds that none is missing. */
const TYPES: Record<RunEvent['type'], true> = {
  'run.requested': true,
  'check.started': true,
  'check.saved': true,
  'check.finished': true,
  'checklist.ticked': true,
  'approval.granted': true,
  'approval.rejected': true,
  'request.expired': true,
  'incident.linked': true,
  'queue.moved': true,
  'steps.sent': true,
  'step.started': true,
  'step.asked': true,
  'step.answered': true,
  'step.finished': true,
  'step.lost': true,
  'step.voided': true,
  'step.settled': true,
  'rerun.asked': true,
  'rerun.granted': true,
  'rerun.declined': true,
  'step.skipped': true,
  'checks.asked-again': true,
  'restore.started': true,
  'run.held': true,
  'run.claimed': true,
  'run.given-up': true,
  'people.reminded': true,
  'step.asked-again': true,
  'run.paused': true,
  'run.resumed': true,
  'abort.requested': true,
  'run.handed-over': true,
  'run.closed': true,
  'lock.broken': true,
  'record.completed': true,
};

/** The moment right after the last event. */
const now = ({ progressAt }: RunState) => progressAt + 1;

it('tells stories that reach every phase, with every kind of event', () => {
  expect([...new Set(TOLD.flatMap(statesOf).map(({ phase }) => phase))].sort()).toEqual([
    ...['awaiting-approval', 'closed', 'closing', 'held', 'needs-human', 'preparing', 'queued'],
    ...['restoring', 'running', 'stopped', 'verifying'],
  ]);
  const types = new Set(TOLD.flatMap(({ stored }) => stored.map(({ event }) => event.type)));
  expect([...types].sort()).toEqual(Object.keys(TYPES).sort());
});

it('runs steps only under an approval of exactly what was asked', () => {
  always((story) => {
    const approvals = story.stored.filter(({ event }) => event.type === 'approval.granted');
    for (const state of statesOf(story)) {
      if (nextEffect(state, now(state)).kind !== 'run-steps') continue;
      expect(approvals).toMatchObject([{ event: { digest: DIGEST } }]);
      expect(state.decision?.verdict).toBe('approved');
    }
  });
});

/** What says that things may go on after a step that failed, is lost or was held. */
const ONWARD: readonly RunEvent['type'][] = ['step.settled', 'step.skipped', 'rerun.granted', 'restore.started'];

/** Whether a run stands still after an event, as far as the event alone tells. */
function isStuckAfter(event: RunEvent, before: boolean): boolean {
  if (event.type === 'step.lost' || event.type === 'run.held') return true;
  if (event.type === 'step.finished') return !isGood(event.result);
  if (event.type === 'step.answered') return !event.done;
  return before && !ONWARD.includes(event.type);
}

it('starts no step after a failed, lost or held one until it is said that things go on', () => {
  always(({ stored }) => {
    let isStuck = false;
    for (const { event } of stored) {
      const isStart = ['steps.sent', 'step.started', 'step.asked'].includes(event.type);
      expect(isStart && isStuck).toBe(false);
      isStuck = isStuckAfter(event, isStuck);
    }
  });
});

it('begins and ends nothing once a run is held', () => {
  always((story) => {
    const states = statesOf(story);
    const held = states.findIndex(({ phase }) => phase === 'held');
    if (held < 0) return;
    const after = new Set(states.slice(held).map(({ phase }) => phase));
    expect([...after].every((phase) => phase === 'held' || phase === 'closing' || phase === 'closed')).toBe(true);
    const end = states.at(-1);
    if (end?.phase === 'closed') expect(end.outcome).toBe('failed');
  });
});

it('begins a step at most once per attempt, undo steps included', () => {
  always((story) => {
    const begun: string[] = [];
    let before: RunState | undefined;
    for (const state of statesOf(story)) {
      for (const { id, status, attempt } of allSteps(state)) {
        const was = before && allSteps(before).find((step) => step.id === id);
        const isNew = status === 'running' && (was?.status !== 'running' || was.attempt !== attempt);
        if (isNew) begun.push(`${id} ${attempt}`);
      }
      before = state;
    }
    expect(begun).toEqual([...new Set(begun)]);
  });
});

it('sends an undo step at most once per attempt', () => {
  always((story) => {
    const states = statesOf(story);
    const sent = story.stored.flatMap(({ event }, index) => {
      const before = states[index - 1];
      if (event.type !== 'steps.sent' || !before?.restore) return [];
      const attempts = new Map(before.restore.steps.map(({ id, attempt }) => [id, attempt]));
      return event.steps.map(({ step }) => `${step} ${attempts.get(step)}`);
    });
    expect(sent).toEqual([...new Set(sent)]);
  });
});

it('lets a step run again only after somebody asked for it', () => {
  always((story) => {
    const states = statesOf(story);
    for (const [index, { event }] of story.stored.entries()) {
      if (event.type !== 'rerun.granted') continue;
      expect(states[index - 1]?.rerun?.step).toBe(event.step);
      const step = activeSteps(states[index] as RunState).find(({ id }) => id === event.step);
      expect(step?.status).toBe('pending');
    }
  });
});

it('calls a run a success only when every step and every check was one', () => {
  always(({ state }) => {
    if (state.outcome !== 'succeeded' || state.phase !== 'closing') return;
    expect(state.steps.every(({ status }) => status === 'succeeded')).toBe(true);
    expect(state.checks.every(({ answer }) => answer?.verdict === 'pass')).toBe(true);
  });
});

it('calls a run restored only when every undo succeeded and was seen to', () => {
  always(({ state }) => {
    if (state.outcome !== 'restored' || state.phase !== 'closing') return;
    expect(state.restore?.steps.every(({ status }) => status === 'succeeded')).toBe(true);
    const required = state.restore?.checks.filter(({ weight }) => weight === 'required') ?? [];
    expect(required.length).toBeGreaterThan(0);
    expect(required.every(({ answer }) => answer?.verdict === 'pass')).toBe(true);
  });
});

it('gives the same state however often the journal is replayed', () => {
  always(({ state, stored }) => {
    expect(replay(stored)).toEqual(state);
    expect(replay(JSON.parse(JSON.stringify(stored)))).toEqual(state);
  });
});

it('keeps nothing of a choice once a run goes on', () => {
  always((story) => {
    const moving = statesOf(story).filter(({ phase }) => ['running', 'verifying', 'restoring'].includes(phase));
    for (const { claimed, rerun, waitingSince, stopped } of moving)
      expect([claimed, rerun, waitingSince, stopped]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

it('closes a run once and for good, whatever is told afterwards', () => {
  always(({ stored }) => {
    const end = stored.findIndex(({ event }) => event.type === 'run.closed');
    if (end < 0) return;
    const after = new Set(stored.slice(end + 1).map(({ event }) => event.type));
    after.delete('record.completed');
    after.delete('lock.broken');
    expect([...after]).toEqual([]);
    expect(replay(stored)?.phase).toBe('closed');
  });
});

it('believes an answer to a question for people only when a person gave it', () => {
  always(({ state }) => {
    for (const check of state.checks.filter(({ status }) => status === 'finished')) {
      if (!check.isManual) expect(check.answeredBy).toBeUndefined();
      else if (check.answer?.verdict !== 'unknown') expect(check.answeredBy).toBe(OPS);
    }
  });
});

it('begins nothing while a person is waited for to do a step, and believes that it is done only from one', () => {
  always((story) => {
    const states = statesOf(story);
    for (const [index, { event }] of story.stored.entries()) {
      const before = states[index - 1];
      if (before && askedStep(before)) expect(event.type).not.toBe('steps.sent');
    }
    const done = story.state.steps.find(({ id }) => id === 'purge');
    if (done?.status === 'succeeded') expect(done.answered).toMatchObject({ by: OPS });
  });
});

it('takes nothing back of a step that was not needed, and believes that only of one that asks first', () => {
  always((story) => {
    const leftOut = story.stored.flatMap(({ event }) =>
      event.type === 'step.finished' && (event.result.kind === 'unneeded' || event.result.kind === 'unclear')
        ? [event.step]
        : [],
    );
    expect(leftOut.every((step) => step === 'heal')).toBe(true);
    const { steps, restore } = story.state;
    const isIdle = (step: StepState) => step.earlier.length === 0 && step.result?.kind === 'unneeded';
    const idle = steps.filter(isIdle).map(({ id }) => `${id}-undo`);
    expect(restore?.steps.filter(({ id }) => idle.includes(id)) ?? []).toEqual([]);
  });
});

it('lets people do their step alone: it travels with no other', () => {
  always(({ stored }) => {
    const sent = stored.flatMap(({ event }) =>
      event.type === 'steps.sent' ? [event.steps.map(({ step }) => step)] : [],
    );
    expect(sent.flat()).not.toContain('purge');
    expect(sent.some((steps) => steps.includes('drop') && steps.includes('warm'))).toBe(false);
  });
});
