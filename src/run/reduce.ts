import type { Outcome, RunEvent, StoredEvent } from '../domain/event.js';
import type { Instant } from '../domain/time.js';
import { prepared, requested, withName } from './begin-run.js';
import { expectPossible, ImpossibleEvent } from './possible.js';
import { openQuestions } from './questions.js';
import { afterCheck, savedCheck, startedCheck } from './reduce-check.js';
import {
  askedAgain,
  claimed,
  declinedWish,
  held,
  rerunStep,
  settledStep,
  skippedStep,
  startedRestore,
  wished,
  wordOf,
} from './reduce-choice.js';
import {
  afterAbort,
  afterLostStep,
  afterStep,
  answeredStep,
  askedPerson,
  decidedOn,
  expired,
  hostEnd,
  recalled,
  sentSteps,
  voided,
  withoutAsking,
} from './reduce-step.js';
import type { RunState } from './state.js';
import { isAtWork } from './steps.js';

/** The run's state after one more event. Pure; throws `ImpossibleEvent` for a fact that cannot be. */
export function reduce(state: RunState | undefined, stored: StoredEvent): RunState {
  const { event, seq, hash } = stored;
  if (state === undefined) return requested(event, seq, hash);
  if (seq !== state.revision) throw new ImpossibleEvent(`event ${seq} of run ${state.id} after ${state.revision - 1}`);
  expectPossible(state, event);
  return {
    ...next(state, event),
    names: withName(state.names, event),
    progressAt: progressOf(state, event),
    revision: seq + 1,
    hash,
    ...asItEnded(state, event),
  };
}

/** What is told afterwards changes nothing of the record that was posted at the end. */
function asItEnded(state: RunState, { type }: RunEvent): Pick<RunState, 'atItsEnd'> {
  return type === 'record.completed' ? { atItsEnd: state.atItsEnd ?? state } : {};
}

/** The state that a run's events tell, or undefined without events. */
export function replay(events: readonly StoredEvent[]): RunState | undefined {
  return events.reduce<RunState | undefined>(reduce, undefined);
}

function next(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'check.started':
      return startedCheck(state, event);
    case 'check.saved':
      return savedCheck(state, event);
    case 'check.finished':
      return afterCheck(state, event);
    case 'steps.sent':
      return sentSteps(state, event);
    case 'step.started':
      return sentSteps(state, { steps: [event], at: event.at });
    case 'step.asked':
      return askedPerson(state, event);
    case 'step.answered':
      return answeredStep(state, event);
    case 'step.finished':
      return afterStep(state, event);
    case 'step.lost':
      return afterLostStep(state, event);
    case 'step.voided':
      return voided(state, event);
    default:
      return chosen(state, event);
  }
}

type Asked = 'step.asked' | 'step.answered';
type Facts = `check.${string}` | Asked | 'steps.sent' | 'step.started' | 'step.finished' | 'step.lost' | 'step.voided';
type Chosen = Exclude<RunEvent, { type: Facts }>;

/** What people choose when something went wrong, and what is done about it. */
function chosen(state: RunState, event: Chosen): RunState {
  switch (event.type) {
    case 'step.settled':
      return settledStep(state, event);
    case 'step.skipped':
      return skippedStep(state, event);
    case 'rerun.asked':
      return wished(state, event);
    case 'rerun.granted':
      return rerunStep(state, event);
    case 'rerun.declined':
      return declinedWish(state, event);
    case 'checks.asked-again':
      return askedAgain(state, event);
    case 'restore.started':
      return startedRestore(state, event);
    case 'run.held':
      return held(state, event);
    case 'run.claimed':
      return claimed(state, event);
    case 'run.given-up':
      return closing({ ...decidedOn(state), givenUp: wordOf(event) }, 'failed');
    case 'run.handed-over':
      return closing({ ...decidedOn(state), handedOver: { by: event.by, at: event.at } }, 'handed-over');
    case 'people.reminded':
      return { ...state, reminders: [...state.reminders, event.at] };
    default:
      return decided(state, event);
  }
}

type Choices =
  | `rerun.${string}`
  | `checks.${string}`
  | `restore.${string}`
  | 'step.settled'
  | 'step.skipped'
  | 'people.reminded';
type Claims = 'run.held' | 'run.claimed' | 'run.given-up' | 'run.handed-over';
type Decided = Exclude<Chosen, { type: Choices | Claims }>;

function decided(state: RunState, event: Decided): RunState {
  switch (event.type) {
    case 'run.requested':
    case 'step.asked-again':
      return state;
    case 'queue.moved':
      return moved(state, event);
    case 'approval.granted': {
      const { by, role, at } = event;
      return { ...state, phase: 'running', decision: { verdict: 'approved', by, role, at } };
    }
    case 'approval.rejected':
      return closing({ ...state, decision: rejection(event) }, 'rejected');
    case 'request.expired':
      return expired(state, event.at);
    case 'checklist.ticked':
      return { ...state, ticks: tick(state.ticks, event) };
    case 'record.completed':
      return { ...state, told: { ...state.told, ...toldBy(event) } };
    case 'lock.broken':
      return { ...state, locked: state.locked.filter((target) => !event.targets.includes(target)) };
    case 'incident.linked':
      return { ...state, incident: { channel: event.channel, thread: event.thread } };
    case 'run.paused':
      return { ...state, pausedAt: event.at };
    case 'run.resumed':
      return resumed(state, event.at);
    case 'abort.requested':
      return aborted({ ...state, abort: { by: event.by, at: event.at } });
    case 'run.closed': {
      const { outcome, at: closedAt, locked = [] } = event;
      return { ...state, phase: 'closed', outcome, closedAt, locked };
    }
  }
}

/** A run that has nobody before it any more begins as if it had been requested now. */
function moved(state: RunState, { ahead, at }: RunEvent & { type: 'queue.moved' }): RunState {
  if (ahead > 0) return { ...state, ahead };
  const { ahead: _, ...rest } = state;
  return prepared({ ...rest, phase: 'preparing', queuedUntil: at }, at);
}

/** The bot was away. Longer than an approval is valid after the run last moved or was to be answered: then it came too late. */
function resumed({ pausedAt: _, ...state }: RunState, at: Instant): RunState {
  const since = Math.max(state.progressAt, ...openQuestions(state).map(({ due }) => due));
  const isLate = at - since > state.request.approvalValidFor;
  return { ...state, resumedAt: [...state.resumedAt, at], ...(isLate ? { resumedLate: true } : {}) };
}

/** What runs is ended on its host first; its own event then closes the run. */
function aborted(asked: RunState): RunState {
  const state = withoutAsking(asked);
  if (isAtWork(state)) return state;
  const idle = recalled(state);
  return idle.restore ? afterAbort(idle, idle.abort?.at ?? idle.progressAt) : closing(idle, 'aborted');
}

const NO_PROGRESS: readonly RunEvent['type'][] = [
  'run.paused',
  'run.resumed',
  'incident.linked',
  'step.lost',
  'step.voided',
  'step.asked-again',
  'people.reminded',
  'run.claimed',
  'rerun.asked',
  'rerun.declined',
];

/** A step's end counts from when it happened on the host, not from when the bot came back to hear of it. */
function progressOf(state: RunState, event: RunEvent): number {
  if (NO_PROGRESS.includes(event.type)) return state.progressAt;
  return event.type === 'step.finished' ? hostEnd(state, event) : event.at;
}

function rejection({ by, role, at, reason }: RunEvent & { type: 'approval.rejected' }) {
  return { verdict: 'rejected', by, role, at, ...(reason === undefined ? {} : { reason }) } as const;
}

function tick(ticks: RunState['ticks'], { item, ticked, by, at }: RunEvent & { type: 'checklist.ticked' }) {
  const { [item]: _, ...others } = ticks;
  return ticked ? { ...others, [item]: { by, at } } : others;
}

function toldBy({ answers, by, at }: RunEvent & { type: 'record.completed' }): RunState['told'] {
  return Object.fromEntries(Object.entries(answers).map(([name, text]) => [name, { text, by, at }]));
}

function closing(state: RunState, outcome: Outcome): RunState {
  return { ...state, phase: 'closing', outcome };
}
