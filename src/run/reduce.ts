import type { Check } from '../domain/check.js';
import type { Outcome, RunEvent, StoredEvent } from '../domain/event.js';
import { understood } from './older-requests.js';
import { afterCheck, savedCheck, startedCheck } from './reduce-check.js';
import { afterLostStep, afterStep, startedStep } from './reduce-step.js';
import type { CheckState, RunState } from './state.js';

/** An event that cannot follow the ones before it: the journal is damaged or a program is wrong. */
export class ImpossibleEvent extends Error {
  override readonly name = 'ImpossibleEvent';
}

/** The run's state after one more event. Pure; throws `ImpossibleEvent` for a fact that cannot be. */
export function reduce(state: RunState | undefined, stored: StoredEvent): RunState {
  const { event, seq, hash } = stored;
  if (state === undefined) return requested(event, seq, hash);
  if (seq !== state.revision) throw new ImpossibleEvent(`event ${seq} of run ${state.id} after ${state.revision - 1}`);
  if (state.phase === 'closed' && event.type !== 'record.completed')
    throw new ImpossibleEvent(`${event.type} after run ${state.id} was closed`);
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
    case 'run.requested':
      throw new ImpossibleEvent(`run ${state.id} was requested twice`);
    case 'check.started':
    case 'check.finished':
      expectPhase(state, event, [event.phase === 'preflight' ? 'preparing' : 'verifying']);
      expectStatus(checkOf(state, event), event, ['pending', 'started']);
      expectAnswerer(checkOf(state, event), event);
      return event.type === 'check.started' ? startedCheck(state, event) : afterCheck(state, event);
    case 'check.saved':
      expectPhase(state, event, [event.phase === 'preflight' ? 'preparing' : 'verifying']);
      expectStatus(checkOf(state, event), event, ['started']);
      return savedCheck(state, event);
    case 'step.started':
      expectPhase(state, event, ['running']);
      expectStatus(stepOf(state, event.step), event, ['pending']);
      return startedStep(state, event);
    case 'step.finished':
    case 'step.lost':
      expectPhase(state, event, ['running', 'needs-human']);
      expectStatus(stepOf(state, event.step), event, ['pending', 'running', 'lost']);
      return event.type === 'step.lost' ? afterLostStep(state, event) : afterStep(state, event);
    case 'step.asked-again':
      expectPhase(state, event, ['needs-human']);
      return state;
    default:
      return decided(state, event);
  }
}

type Decided = Exclude<RunEvent, { type: 'run.requested' | `check.${string}` | `step.${string}` }>;

function decided(state: RunState, event: Decided): RunState {
  switch (event.type) {
    case 'approval.granted':
      expectPhase(state, event, ['awaiting-approval']);
      expectDigest(state, event.digest);
      return {
        ...state,
        phase: 'running',
        decision: { verdict: 'approved', by: event.by, role: event.role, at: event.at },
      };
    case 'approval.rejected':
      expectPhase(state, event, ['awaiting-approval']);
      return closing({ ...state, decision: rejection(event) }, 'rejected');
    case 'request.expired':
      expectPhase(state, event, ['preparing', 'awaiting-approval', 'running']);
      return expired(state);
    case 'checklist.ticked':
      expectPhase(state, event, ['preparing', 'awaiting-approval']);
      return { ...state, ticks: tick(state.ticks, event) };
    case 'record.completed':
      expectPhase(state, event, ['closed']);
      return { ...state, told: { ...state.told, ...toldBy(event) } };
    case 'incident.linked':
      return { ...state, incident: { channel: event.channel, thread: event.thread } };
    case 'run.resumed':
      return { ...state, resumedAt: [...state.resumedAt, event.at] };
    case 'abort.requested':
      expectPhase(state, event, ['preparing', 'awaiting-approval', 'running', 'verifying']);
      return aborted({ ...state, abort: { by: event.by, at: event.at } });
    case 'run.handed-over':
      expectPhase(state, event, ['needs-human']);
      return closing({ ...state, handedOver: { by: event.by, at: event.at } }, 'handed-over');
    case 'run.closed':
      expectPhase(state, event, ['closing']);
      return { ...state, phase: 'closed', outcome: event.outcome, closedAt: event.at };
  }
}

function expectPhase(state: RunState, event: RunEvent, phases: readonly RunState['phase'][]): void {
  if (!phases.includes(state.phase)) throw new ImpossibleEvent(`${event.type} while run ${state.id} is ${state.phase}`);
}

type Named = { readonly id: string; readonly status: string } | undefined;

function expectStatus(named: Named, event: RunEvent, statuses: readonly string[]): void {
  if (!named || !statuses.includes(named.status))
    throw new ImpossibleEvent(`${event.type} of ${named?.id ?? 'nothing'} while ${named?.status}`);
}

/** A question for people is answered by one; unanswered it can only be unknown. What is asked automatically is answered by nobody. */
function expectAnswerer(check: CheckState | undefined, event: RunEvent): void {
  if (event.type !== 'check.finished' || !check) return;
  const isUnanswered = event.answer.verdict === 'unknown' && event.by === undefined;
  const isRight = check.isManual ? isUnanswered || event.by !== undefined : event.by === undefined;
  if (!isRight) throw new ImpossibleEvent(`${event.type} of ${check.id} by ${event.by ?? 'nobody'}`);
}

function checkOf(
  state: RunState,
  { phase, check }: Extract<RunEvent, { type: `check.${string}` }>,
): CheckState | undefined {
  return (phase === 'preflight' ? state.prechecks : state.checks).find(({ id }) => id === check);
}

/** Steps go one after the other: only the first that has not succeeded can begin or end. */
function stepOf(state: RunState, step: string): Named {
  const current = state.steps.find(({ status }) => status !== 'succeeded');
  return current?.id === step ? current : undefined;
}

/** A running step is ended on the host first; its own event then closes the run. */
function aborted(state: RunState): RunState {
  const busy = state.steps.some(({ status }) => status === 'running');
  return busy ? state : closing(state, 'aborted');
}

const NO_PROGRESS: readonly RunEvent['type'][] = ['run.resumed', 'incident.linked', 'step.lost', 'step.asked-again'];

/** A step's end counts from when it happened on the host, not from when the bot came back to hear of it. */
function progressOf(state: RunState, event: RunEvent): number {
  if (NO_PROGRESS.includes(event.type)) return state.progressAt;
  if (event.type !== 'step.finished') return event.at;
  const startedAt = state.steps.find(({ id }) => id === event.step)?.startedAt ?? event.at;
  return Math.min(event.at, startedAt + event.durationMs);
}

function withName(names: RunState['names'], event: RunEvent): RunState['names'] {
  return 'by' in event && event.name !== undefined ? { ...names, [event.by]: event.name } : names;
}

/** An approval counts for exactly what was asked. */
function expectDigest(state: RunState, digest: string): void {
  if (digest !== state.request.digest) throw new ImpossibleEvent(`run ${state.id} was approved as something else`);
}

/** Nobody decided in time, or the bot was away so long after the decision that it no longer counts. */
function expired(state: RunState): RunState {
  return closing(state, state.steps.some(({ status }) => status === 'succeeded') ? 'aborted' : 'expired');
}

function rejection({ by, role, at, reason }: RunEvent & { type: 'approval.rejected' }) {
  const decision = { verdict: 'rejected', by, role, at } as const;
  return reason === undefined ? decision : { ...decision, reason };
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

function requested(event: RunEvent, seq: number, hash: string): RunState {
  if (event.type !== 'run.requested' || seq !== 0)
    throw new ImpossibleEvent(`a run cannot begin with ${event.type} ${seq}`);
  const request = understood(event.request);
  const { scheme } = request;
  const state: RunState = {
    id: request.runId,
    phase: 'preparing',
    request,
    requestedBy: event.by,
    requestedAt: event.at,
    names: withName({}, event),
    progressAt: event.at,
    ...(request.incident ? { incident: request.incident } : {}),
    ticks: {},
    told: {},
    prechecks: scheme.prechecks.map(pendingCheck),
    steps: scheme.steps.map(({ id, title }) => ({ id, title, status: 'pending' })),
    checks: scheme.checks.map(pendingCheck),
    resumedAt: [],
    revision: 1,
    hash,
  };
  const nothingToAsk = scheme.prechecks.length === 0;
  const expiresAt = event.at + request.approvalValidFor;
  return nothingToAsk ? { ...state, phase: 'awaiting-approval', awaitingSince: event.at, expiresAt } : state;
}

function pendingCheck({ id, title, weight, kind }: Check): CheckState {
  return { id, title, weight, status: 'pending', isManual: kind === 'manual' };
}
