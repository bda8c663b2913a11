import type { RunRequest } from '../../src/domain/request.js';
import { undoScheme } from '../../src/engine/open-undo.js';
import { approved, closed, exited, givenUp, play, requested, started, stepped, T0, type Untimed } from '../events.js';
import type { Tale } from '../from-run.js';
import { kept } from './eventful.js';
import { director, NO_OUTPUT, say } from './site.js';
import { link } from './tale.js';

const RUN = '20261120-8un7d';

/** A run of its own that takes back a rollback of the site's files which had gone well. */
function undo(events: (request: RunRequest) => readonly Untimed[]): Tale {
  return (language) => {
    const before = kept(language);
    const request = {
      ...{ ...before.request, ...link, runId: RUN, undoOf: before.id, scheme: undoScheme(before) },
      reason: say(language, '旧版本的改密页也打不开', 'The old version breaks the password page too'),
    };
    return play(requested(request), ...events(request));
  };
}

const looked = ({ scheme }: RunRequest, verdict: 'pass' | 'fail'): readonly Untimed[] =>
  scheme.prechecks.map(({ id: check }) => seen('preflight', check, verdict));
const checked = ({ scheme }: RunRequest, verdict: 'pass' | 'fail'): readonly Untimed[] =>
  scheme.checks.map(({ id: check }) => seen('verify', check, verdict));

function seen(phase: 'preflight' | 'verify', check: string, verdict: 'pass' | 'fail'): Untimed {
  const answer = { verdict, evidence: verdict === 'pass' ? 'RUNNING' : 'FATAL' };
  return { type: 'check.finished', phase, check, answer, durationMs: 300 };
}

const toDecision = (request: RunRequest) => looked(request, 'pass');
const toStart = (request: RunRequest) => [...toDecision(request), approved(request)];
const firstOf = ({ scheme }: RunRequest) => scheme.steps[0]?.id ?? '';
const toStopped = (request: RunRequest) => [
  ...toStart(request),
  started(firstOf(request)),
  exited(firstOf(request), 1, 'cp: I/O error'),
];

export const undoPreparing = undo(() => []);
export const undoRefused = undo((request) => [...looked(request, 'fail'), closed('refused')]);
export const undoAwaiting = undo(toDecision);
export const undoRejected = undo((request) => [
  ...toDecision(request),
  { type: 'approval.rejected', ...director, role: request.deciders.at(-1)?.role ?? '' },
  closed('rejected'),
]);
export const undoExpired = undo((request) => [
  ...toDecision(request),
  { type: 'request.expired', at: T0 + 910_000 },
  closed('expired'),
]);
export const undoRunning = undo((request) => [...toStart(request), started(firstOf(request))]);
export const undoVerifying = undo((request) => [...toStart(request), ...stepped(request)]);
export const undoSucceeded = undo((request) => [
  ...toStart(request),
  ...stepped(request),
  ...checked(request, 'pass'),
  closed('succeeded'),
]);
export const undoStopped = undo(toStopped);
export const undoUnverified = undo((request) => [
  ...toStart(request),
  ...stepped(request),
  ...checked(request, 'fail'),
]);
export const undoSkipped = undo((request) => [
  ...toStopped(request),
  {
    type: 'step.skipped',
    step: firstOf(request),
    ...director,
    reason: say(request.language, '已手动放回', 'Put back by hand'),
  },
  ...stepped(request).slice(2),
  ...checked(request, 'pass'),
  closed('partial'),
]);
export const undoOutdated = undo((request) => [
  ...toStart(request),
  ...stepped(request, 1),
  { type: 'request.expired', at: T0 + 90_000_000 },
]);
export const undoFailed = undo((request) => [...toStopped(request), givenUp(request.language), closed('failed')]);
export const undoUnverifiedEnded = undo((request) => [
  ...toStart(request),
  ...stepped(request),
  ...checked(request, 'fail'),
  givenUp(request.language),
  closed('failed'),
]);
export const undoAborted = undo((request) => [
  ...toStart(request),
  started(firstOf(request)),
  { type: 'abort.requested', ...director },
  { type: 'step.finished', step: firstOf(request), result: { kind: 'cancelled' }, output: NO_OUTPUT, durationMs: 900 },
  closed('aborted'),
]);
