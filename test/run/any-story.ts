import fc from 'fast-check';
import type { Verdict } from '../../src/domain/check.js';
import type { CheckPhase, RunEvent, StoredEvent } from '../../src/domain/event.js';
import type { Step } from '../../src/domain/scheme.js';
import { plannedStep } from '../../src/domain/undo-steps.js';
import { ImpossibleEvent } from '../../src/run/possible.js';
import { reduce } from '../../src/run/reduce.js';
import { checksIn } from '../../src/run/reduce-check.js';
import { segmentOf } from '../../src/run/segment.js';
import type { CheckState, RunState, StepState } from '../../src/run/state.js';
import { activeSteps, currentStep } from '../../src/run/steps.js';
import { QUESTIONS, told } from '../helpers/manual.js';
import { change, chosen, look, RESTORE, restorable } from '../helpers/restorable.js';
import {
  approved,
  closed,
  DIRECTOR,
  exited,
  lost,
  OPS,
  requested,
  s2Request,
  started,
  T0,
  type Untimed,
} from '../helpers/story.js';

const { undo: _, ...BY_HAND } = change('purge', { target: '', run: '', repeat: 'converge' });
/** A person does it; it has no undo. */
const PURGE: Step = { ...BY_HAND, manual: { within: 1_200_000, instructions: ['清空 CDN 缓存'] } };

/** A scheme with everything that a run can meet: hosts, effects, classes, checks of each kind, a restore. */
const SCHEME = restorable({
  prechecks: [look('ready'), look('disk', 'advisory')],
  steps: [
    change('copy', { repeat: 'converge' }),
    change('switch'),
    change('heal', { when: { title: 'sick', run: 'is-sick', deadline: 1_000 } }),
    change('drop', { effect: 'irreversible', repeat: 'once' }),
    PURGE,
    change('warm', { target: 'db' }),
  ],
  checks: [look('service'), look('extra', 'advisory'), ...QUESTIONS.slice(0, 1)],
  restore: { ...RESTORE, automatic: ['verification'] },
});
const app = { name: 'app', host: '127.0.0.1', port: 2222, user: 'deploy' };
export const REQUEST = { scheme: SCHEME, targets: { app, db: { ...app, name: 'db' } } };

const VERDICTS: readonly Verdict[] = ['pass', 'pass', 'pass', 'pass', 'fail', 'unknown'];

function checkFacts(phase: CheckPhase, { id: check, isManual }: CheckState): readonly Untimed[] {
  return [
    ...VERDICTS.map((verdict) => ({ ...told(check, verdict, isManual ? OPS : undefined), phase }) as Untimed),
    { type: 'check.started', phase, check },
    { type: 'check.saved', phase, check, answered: 1, saved: { ID: 'x1' }, evidence: ['POST'] },
  ];
}

function stepFacts({ id: step }: StepState, behind: readonly string[]): readonly Untimed[] {
  const timedOut = { ...exited(step), result: { kind: 'timed-out' } } as Untimed;
  return [
    ...Array.from({ length: 8 }, () => exited(step)),
    ...Array.from({ length: 8 }, () => ({ type: 'step.asked', step }) as const),
    ...[true, true, true, false].map(
      (done) => ({ type: 'step.answered', step, done, note: '控制台', by: OPS }) as const,
    ),
    { ...exited(step), result: { kind: 'unanswered' } } as Untimed,
    ...[...Array.from({ length: 6 }, () => 'unneeded'), 'unclear'].map(
      (kind) => ({ ...exited(step), result: { kind } }) as Untimed,
    ),
    ...[exited(step, 1), timedOut, lost(step), lost(step), started(step)],
    ...[step, ...behind].map((each) => ({ type: 'step.voided', step: each }) as const),
    { type: 'step.asked-again', step, by: OPS },
    ...(['step.settled', 'rerun.asked', 'rerun.asked', 'step.skipped'] as const).map((type) => chosen(type, { step })),
    ...Array.from({ length: 4 }, () => ({ type: 'rerun.granted', step, by: DIRECTOR, voided: behind }) as const),
    ...Array.from({ length: 2 }, () => ({ type: 'rerun.declined', step, by: DIRECTOR }) as const),
  ];
}

/** The whole segment that is next, or its beginning: a step whose secret cannot be read stays behind. */
function sentNext(state: RunState, most: number): Untimed {
  const steps = segmentOf(state).slice(0, most);
  const target = plannedStep(state.request, steps[0]?.id ?? '')?.target ?? 'app';
  const named = steps.map(({ id, attempt }) => ({ step: id, token: `T.${id}.${attempt}`, scriptDigest: 'e' }));
  return { type: 'steps.sent', target, steps: named };
}

const WORDS: readonly Untimed[] = [
  ...[{ type: 'queue.moved', ahead: 1 } as const, { type: 'queue.moved', ahead: 0 } as const],
  { type: 'checklist.ticked', item: 'window', ticked: true, by: OPS },
  ...[approved(), approved(), { ...approved(), digest: 'another' } as Untimed],
  { type: 'approval.rejected', by: OPS, role: 'cto' },
  { type: 'request.expired' },
  { type: 'incident.linked', channel: 'C0INCIDENT', thread: '1.2', by: OPS },
  ...[{ type: 'run.paused' } as const, { type: 'run.resumed' } as const],
  { type: 'abort.requested', by: OPS },
  ...Array.from({ length: 6 }, () => chosen('checks.asked-again')),
  ...(['step', 'verification'] as const).flatMap((cause) => [
    { type: 'restore.started', cause } as const,
    chosen('restore.started', { cause }),
  ]),
  ...[chosen('run.held', { cause: 'person' }), { type: 'run.held', cause: 'outdated' } as const],
  ...[chosen('run.claimed'), chosen('run.given-up'), { type: 'run.handed-over', by: OPS } as const],
  { type: 'people.reminded' },
  ...(['succeeded', 'partial', 'failed', 'restored', 'aborted', 'handed-over'] as const).map(closed),
  { type: 'lock.broken', targets: ['app'], by: OPS, reason: '主机已下线' },
  { type: 'record.completed', answers: { cause: 'x' }, by: OPS },
];

/** Everything that somebody might say about a state; most of it cannot follow. */
function factsAbout(state: RunState): readonly Untimed[] {
  const step = currentStep(state);
  const behind = activeSteps(state).flatMap(({ id, status }) => (status === 'sent' ? [id] : []));
  const checks = (['preflight', 'verify', 'restore'] as const).flatMap((phase) =>
    checksIn(state, phase).flatMap((check) => (check.status === 'finished' ? [] : checkFacts(phase, check))),
  );
  const sending = [sentNext(state, 9), sentNext(state, 9), sentNext(state, 1)];
  return [...sending, ...(step ? stepFacts(step, behind) : []), ...checks, ...WORDS];
}

/** Decisions that end things, and words that change nothing: rarer than the rest, so that stories get long. */
const RARE: readonly RunEvent['type'][] = [
  ...(['checklist.ticked', 'approval.rejected', 'request.expired', 'incident.linked', 'run.paused'] as const),
  ...(['run.resumed', 'abort.requested', 'run.given-up', 'people.reminded', 'run.claimed'] as const),
  ...(['lock.broken', 'record.completed'] as const),
];

export type Story = { readonly state: RunState; readonly stored: readonly StoredEvent[] };

/** Everything that happened, one state after each event. */
export function statesOf({ stored }: Story): readonly RunState[] {
  const states: RunState[] = [];
  for (const each of stored) states.push(reduce(states.at(-1), each));
  return states;
}

/** One of the facts that may follow, as the number says. */
function next(state: RunState, pick: number): ReturnType<typeof follow> {
  const all = factsAbout(state).flatMap((fact) => follow(state, fact) ?? []);
  const common = all.filter(({ stored }) => !RARE.includes(stored.event.type));
  const possible = common.length === 0 || pick % 10 === 0 ? all : common;
  return possible[Math.floor(pick / 10) % Math.max(possible.length, 1)];
}

/** The state after one more fact; undefined when it cannot follow. */
export function follow(state: RunState, fact: Untimed): { state: RunState; stored: StoredEvent } | undefined {
  const stored = store(fact, state.revision);
  const { stackTraceLimit } = Error;
  // Most facts cannot follow, and nobody wants to know from where that was said.
  Error.stackTraceLimit = 0;
  try {
    return { stored, state: reduce(state, stored) };
  } catch (error) {
    if (error instanceof ImpossibleEvent) return undefined;
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function store(fact: Untimed, seq: number): StoredEvent {
  return { seq, hash: String(seq), event: { ...fact, at: T0 + seq } as RunEvent };
}

function tell(ahead: number, picks: readonly number[]): Story {
  const begin = store({ ...requested(REQUEST), ...(ahead > 0 ? { ahead } : {}) } as Untimed, 0);
  let [state, stored] = [reduce(undefined, begin), [begin]];
  for (const pick of picks) {
    const followed = next(state, pick);
    // Little can be told of a run that is over.
    if (!followed || (state.phase === 'closed' && pick % 3 === 0)) break;
    state = followed.state;
    stored = [...stored, followed.stored];
  }
  return { state, stored };
}

/** Random lists of events that may follow each other. Printed by their types and steps: the rest is the same in all of them. */
export const stories: fc.Arbitrary<Story> = fc
  .tuple(fc.constantFrom(0, 0, 2), fc.array(fc.nat({ max: 0x7fffffff }), { minLength: 25, maxLength: 60, size: 'max' }))
  .map(([ahead, picks]) => {
    const story = tell(ahead, picks);
    return Object.assign(story, { [fc.toStringMethod]: () => story.stored.map(({ event }) => said(event)).join(', ') });
  });

function said(event: RunEvent): string {
  const about = 'step' in event ? event.step : 'check' in event ? event.check : '';
  const how = event.type === 'step.finished' ? JSON.stringify(event.result) : '';
  return `${event.type} ${about} ${how}`.trim();
}

/** The digest that an approval must name. */
export const DIGEST = s2Request().digest;
