import type { RunEvent } from '../domain/event.js';
import type { Instant } from '../domain/time.js';
import { understood } from './older-requests.js';
import { ImpossibleEvent } from './possible.js';
import { pendingCheck } from './reduce-check.js';
import type { RunState } from './state.js';
import { pendingStep } from './steps.js';

/** The state of a run after its first event. Throws `ImpossibleEvent` for any other. */
export function requested(event: RunEvent, seq: number, hash: string): RunState {
  if (event.type !== 'run.requested' || seq !== 0)
    throw new ImpossibleEvent(`a run cannot begin with ${event.type} ${seq}`);
  const request = understood(event.request);
  const { scheme } = request;
  const { ahead = 0, by, at } = event;
  const state: RunState = {
    id: request.runId,
    phase: ahead > 0 ? 'queued' : 'preparing',
    request,
    requestedBy: by,
    requestedAt: at,
    names: withName({}, event),
    progressAt: at,
    ...(request.incident ? { incident: request.incident } : {}),
    ...(ahead > 0 ? { ahead } : {}),
    ticks: {},
    told: {},
    prechecks: scheme.prechecks.map(pendingCheck),
    steps: scheme.steps.map(pendingStep),
    checks: scheme.checks.map(pendingCheck),
    resumedAt: [],
    reminders: [],
    claims: [],
    stands: [],
    wishes: [],
    locked: [],
    revision: 1,
    hash,
  };
  return ahead > 0 ? state : prepared(state, at);
}

/** Without pre-checks the decision is awaited at once. */
export function prepared(state: RunState, at: Instant): RunState {
  if (state.prechecks.length > 0) return state;
  return { ...state, phase: 'awaiting-approval', awaitingSince: at, expiresAt: at + state.request.approvalValidFor };
}

/** The names of those who acted, with this event's. */
export function withName(names: RunState['names'], event: RunEvent): RunState['names'] {
  return 'by' in event && event.name !== undefined ? { ...names, [event.by]: event.name } : names;
}
