import type { CheckPhase, Outcome, RunEvent } from '../domain/event.js';
import { plannedStep } from '../domain/undo-steps.js';
import { openManualChecks } from './manual-checks.js';
import { manualStep } from './manual-steps.js';
import { checksIn, hasFailed } from './reduce-check.js';
import { waitedForSince } from './reminders.js';
import type { CheckState, Phase, RunState } from './state.js';
import { allSteps, currentStep, isAtWork } from './steps.js';
import { hasStarted } from './touched.js';

/** An event that cannot follow the ones before it: the journal is damaged or a program is wrong. */
export class ImpossibleEvent extends Error {
  override readonly name = 'ImpossibleEvent';
}

const ASKED: readonly Phase[] = ['queued', 'preparing', 'awaiting-approval'];
const MOVING: readonly Phase[] = ['running', 'restoring'];
const CHECKED: Readonly<Record<CheckPhase, readonly Phase[]>> = {
  preflight: ['preparing'],
  verify: ['verifying'],
  restore: ['restoring'],
};

/** Where a run may stand when an event of a type comes; checks say it by their own phase. */
const PHASES: Readonly<
  Record<Exclude<RunEvent['type'], `check.${string}` | 'run.requested'>, readonly Phase[] | 'any'>
> = {
  'queue.moved': ['queued'],
  'checklist.ticked': ASKED,
  'approval.granted': ['awaiting-approval'],
  'approval.rejected': ['queued', 'awaiting-approval'],
  'request.expired': ['preparing', 'awaiting-approval', 'running'],
  'incident.linked': 'any',
  'steps.sent': MOVING,
  'step.started': MOVING,
  'step.asked': ['running'],
  'step.answered': ['running'],
  'step.finished': [...MOVING, 'needs-human'],
  'step.lost': [...MOVING, 'needs-human'],
  'step.voided': [...MOVING, 'needs-human'],
  'step.settled': ['needs-human'],
  'step.asked-again': ['needs-human'],
  'rerun.asked': ['needs-human', 'stopped'],
  'rerun.granted': ['needs-human', 'stopped'],
  'rerun.declined': ['needs-human', 'stopped'],
  'step.skipped': ['stopped'],
  'checks.asked-again': ['stopped'],
  'restore.started': ['stopped'],
  'run.held': ['stopped', 'restoring'],
  'run.claimed': ['needs-human', 'stopped', 'held'],
  'run.given-up': ['stopped', 'held'],
  'run.handed-over': ['needs-human'],
  'people.reminded': ['needs-human', 'stopped', 'held', 'running', 'verifying'],
  'run.paused': 'any',
  'run.resumed': 'any',
  'abort.requested': [...ASKED, ...MOVING, 'verifying'],
  // Older journals close a run that failed, or whose approval ran out, without waiting for people.
  'run.closed': ['closing', 'stopped'],
  'lock.broken': ['closed'],
  'record.completed': ['closed'],
};

/** What may still be said of a run that is over. */
const AFTERWARDS: readonly RunEvent['type'][] = ['record.completed', 'lock.broken'];

/** Throws `ImpossibleEvent` unless the event can follow what the state tells. */
export function expectPossible(state: RunState, event: RunEvent): void {
  if (event.type === 'run.requested') throw new ImpossibleEvent(`run ${state.id} was requested twice`);
  if (state.phase === 'closed' && !AFTERWARDS.includes(event.type))
    throw new ImpossibleEvent(`${event.type} after run ${state.id} was closed`);
  const phases = 'check' in event ? CHECKED[event.phase] : PHASES[event.type];
  if (phases !== 'any' && !phases.includes(state.phase) && !isAfterVerdict(state, event))
    throw new ImpossibleEvent(`${event.type} while run ${state.id} is ${state.phase}`);
  if ('check' in event) expectCheck(state, event);
  if ('step' in event) expectStep(state, event);
  expectFitting(state, event);
}

/** Of an older journal, which waited for people also when their answers could not change the verdict any more. */
function isAfterVerdict(state: RunState, event: RunEvent): boolean {
  const { phase, stopped, outcome, givenUp } = state;
  const isClosing = phase === 'closing' && outcome === 'failed' && !givenUp;
  const isEnding = isClosing || (phase === 'stopped' && stopped?.cause === 'verification');
  const open = isEnding && hasFailed(state) ? openManualChecks(state) : [];
  if (event.type === 'abort.requested') return open.length > 0;
  return event.type === 'check.finished' && event.phase === 'verify' && open.some(({ id }) => id === event.check);
}

function expectCheck(state: RunState, event: Extract<RunEvent, { type: `check.${string}` }>): void {
  const check = checksIn(state, event.phase).find(({ id }) => id === event.check);
  const statuses = event.type === 'check.saved' ? ['started'] : ['pending', 'started'];
  expectStatus(check, event, statuses);
  expectAnswerer(check, event);
  // What tells that things are as before tells nothing while they are still being taken back.
  if (event.phase === 'restore' && currentStep(state))
    throw new ImpossibleEvent(`${event.type} of ${event.check} before the undo ended`);
}

/** A question for people is answered by one; unanswered it can only be unknown. What is asked automatically is answered by nobody. */
function expectAnswerer(check: CheckState | undefined, event: RunEvent): void {
  if (event.type !== 'check.finished' || !check) return;
  const isUnanswered = event.answer.verdict === 'unknown' && event.by === undefined;
  const isRight = check.isManual ? isUnanswered || event.by !== undefined : event.by === undefined;
  if (!isRight) throw new ImpossibleEvent(`${event.type} of ${check.id} by ${event.by ?? 'nobody'}`);
}

type StepEvent = Extract<RunEvent, { readonly step: string }>;

/** How a step may stand when something is said of it. */
const STATUSES: Readonly<Record<StepEvent['type'], readonly string[]>> = {
  'step.started': ['pending'],
  'step.asked': ['pending'],
  'step.answered': ['running'],
  'step.finished': ['pending', 'running', 'lost'],
  'step.lost': ['running', 'lost'],
  'step.voided': ['sent', 'running'],
  'step.settled': ['lost'],
  'step.asked-again': ['lost'],
  'rerun.asked': ['lost', 'failed'],
  'rerun.granted': ['lost', 'failed'],
  'rerun.declined': ['lost', 'failed'],
  'step.skipped': ['failed'],
};

/** Steps go one after the other: only the first that is not done can begin, end or be chosen about. What follows it can at most become void. */
function expectStep(state: RunState, event: StepEvent): void {
  const named = event.type === 'step.voided' ? allSteps(state) : [currentStep(state)];
  const step = named.find((each) => each?.id === event.step);
  expectStatus(step, event, STATUSES[event.type]);
  expectDoer(state, event);
  // What was never sent can only be found unable to start.
  const hasRun = event.type === 'step.finished' && event.result.kind !== 'not-started';
  if (hasRun && step?.status === 'pending')
    throw new ImpossibleEvent(`${event.type} of ${event.step} before it was sent`);
}

/** What may be said of a step that a person does, before they failed to; nothing of it comes from a host. */
const BY_PERSON: readonly StepEvent['type'][] = ['step.asked', 'step.answered'];
const BY_HOST: readonly StepEvent['type'][] = ['step.started', 'step.lost', 'step.voided'];

function expectDoer(state: RunState, event: StepEvent): void {
  const isUnanswered = event.type === 'step.finished' && event.result.kind === 'unanswered';
  const isPersons = BY_PERSON.includes(event.type) || isUnanswered;
  const isHosts = BY_HOST.includes(event.type) || (event.type === 'step.finished' && !isUnanswered);
  const isManual = manualStep(state, event.step) !== undefined;
  expectCondition(state, event);
  if (isManual ? isHosts : isPersons)
    throw new ImpossibleEvent(`${event.type} of ${event.step}, which ${isManual ? 'a person' : 'a host'} does`);
}

/** Only a step that asks first whether it is needed can say so. */
function expectCondition({ request }: RunState, event: StepEvent): void {
  if (event.type !== 'step.finished') return;
  const { kind } = event.result;
  if ((kind === 'unneeded' || kind === 'unclear') && !plannedStep(request, event.step)?.when)
    throw new ImpossibleEvent(`${event.type} ${kind} of ${event.step}, which has no condition`);
}

function expectStatus(
  named: { readonly id: string; readonly status: string } | undefined,
  event: RunEvent,
  statuses: readonly string[],
): void {
  if (!named || !statuses.includes(named.status))
    throw new ImpossibleEvent(`${event.type} of ${named?.id ?? 'nothing'} while ${named?.status}`);
}

/** What no phase and no status alone can tell. */
function expectFitting(state: RunState, event: RunEvent): void {
  const isFitting = {
    // An approval counts for exactly what was asked.
    'approval.granted': (digest?: string) => digest === state.request.digest,
    // What is on a host goes on to its end, however old the approval is.
    'request.expired': () => !isAtWork(state),
    // Only what somebody asked for can be granted, and a step that failed can be left out only when one did.
    // Nothing begins any more once somebody said stop.
    'rerun.asked': () => state.abort === undefined,
    'rerun.granted': () => state.rerun !== undefined && state.abort === undefined,
    'rerun.declined': () => state.rerun !== undefined,
    'checks.asked-again': () => state.stopped?.cause === 'verification',
    'restore.started': () => state.restore === undefined,
    'people.reminded': () => waitedForSince(state) !== undefined,
  };
  const rule = Object.hasOwn(isFitting, event.type) ? isFitting[event.type as keyof typeof isFitting] : undefined;
  const digest = 'digest' in event ? event.digest : undefined;
  const isClosedOtherwise = event.type === 'run.closed' && !fittingOutcomes(state).includes(event.outcome);
  if (isClosedOtherwise || (rule && !rule(digest)))
    throw new ImpossibleEvent(`${event.type} does not fit run ${state.id}`);
  if (event.type === 'steps.sent') expectSendable(state, event.steps);
}

/** Older journals end a run whose approval ran out after its first step as aborted. */
function fittingOutcomes(state: RunState): readonly Outcome[] {
  const ranOut = state.stopped?.cause === 'outdated' || state.outcome === 'expired';
  const older: readonly Outcome[] = ranOut && hasStarted(state) ? ['aborted'] : [];
  return [state.outcome ?? 'failed', ...older];
}

/** Steps are sent in order, from the first that is not done, and none of them twice. */
function expectSendable(state: RunState, steps: readonly { readonly step: string }[]): void {
  const first = currentStep(state);
  const active = state.restore ? state.restore.steps : state.steps;
  const begin = active.findIndex(({ id }) => id === first?.id);
  const isInOrder = steps.every(({ step }, index) => {
    const planned = active[begin + index];
    return planned?.id === step && planned.status === 'pending' && !manualStep(state, step);
  });
  if (steps.length === 0 || !isInOrder) throw new ImpossibleEvent(`steps.sent out of order in run ${state.id}`);
}
