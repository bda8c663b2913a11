import { CONFIRM_STEP } from '../../src/domain/expand-scheme.js';
import type { RunRequest } from '../../src/domain/request.js';
import { closed, exited, givenUp, started, stepped, T0, type Untimed, verified } from '../events.js';
import { ran } from './site.js';
import {
  A,
  abort,
  before,
  ended,
  firstOf,
  lastOf,
  link,
  refusedText,
  tale,
  toFirst,
  toStart,
  unreachable,
} from './tale.js';

export const succeeded = tale(A, (request) => [...ended(request), ...verified(request), closed('succeeded')]);
export const succeededRestore = tale(['meiyueart', '2'], (request) => [
  ...ended(request),
  ...verified(request),
  closed('succeeded'),
]);
export const partial = tale(A, (request) => [
  ...ended(request),
  ...verified(request, { support: ['unknown', ''], dashboard: ['fail', 'HTTP 503'] }),
  closed('partial'),
]);
export const checksFailed = tale(A, (request) => [
  ...ended(request),
  ...verified(request, {
    'error-rate': ['fail', 'error_rate = 0.21'],
    diagnosis: ['unknown', 'no answer within 15 s'],
  }),
  givenUp(request.language),
  closed('failed'),
]);
export const stepFailed = tale(A, (request) => [
  ...toFirst(request),
  started(firstOf(request)),
  exited(firstOf(request), 22, 'curl: (22) The requested URL returned error: 403'),
  givenUp(request.language),
  closed('failed'),
]);
export const restoreFailed = tale(['wechat-backend', 'c'], (request) => [
  ...toStart(request),
  ...before(request, 'restore'),
  started('restore'),
  exited('restore', 1, 'rollback_database.sh: restore failed: database disk image is malformed'),
  givenUp(request.language),
  closed('failed'),
]);
export const siteFailed = tale(['meiyueart', '2'], (request) => [
  ...toStart(request),
  ...stepped(request, request.scheme.steps.length - 1),
  started(lastOf(request)),
  exited(lastOf(request), 1, 'lingzhi_admin_backend: ERROR (spawn error)'),
  givenUp(request.language),
  closed('failed'),
]);
export const silentStep = tale(['meiyueart', '1'], (request) => [
  ...toStart(request),
  ...stepped(request, request.scheme.steps.length - 1),
  ...timedOut(lastOf(request), true),
  givenUp(request.language),
  closed('failed'),
]);
export const slowStep = tale(A, (request) => [
  ...toFirst(request),
  ...timedOut(firstOf(request), false),
  givenUp(request.language),
  closed('failed'),
]);
export const notStarted = tale(A, (request) => [
  ...toStart(request),
  started(openingOf(request)),
  {
    type: 'step.finished',
    step: openingOf(request),
    result: { kind: 'not-started', failure: unreachable, facts: refusedText },
    output: { text: '', bytes: 0, cut: false },
    durationMs: 400,
  },
  closed('failed'),
]);
export const backupChanged = tale(['wechat-backend', 'c'], (request) => [
  ...toStart(request),
  started(CONFIRM_STEP),
  exited(CONFIRM_STEP, 1, 'the backup changed since it was chosen; nothing was touched'),
  closed('failed'),
]);
export const abortedBefore = tale(A, (request) => [...toStart(request), abort, closed('aborted')]);
export const abortedMidway = tale(['wechat-backend', 'c'], (request) => [
  ...toStart(request),
  ...before(request, 'restore-snapshot'),
  started('restore-snapshot'),
  abort,
  {
    type: 'step.finished',
    step: 'restore-snapshot',
    result: { kind: 'cancelled' },
    output: { text: '', bytes: 0, cut: false },
    durationMs: 2_100,
  },
  closed('aborted'),
]);
export const outdated = tale(A, (request) => [
  ...toStart(request),
  { type: 'request.expired', at: T0 + 90_000_000 },
  closed('expired'),
]);
const ranOut = (request: RunRequest): readonly Untimed[] => [
  ...toFirst(request),
  ...ran(firstOf(request)),
  { type: 'request.expired', at: T0 + 90_000_000 },
];
export const outdatedMidway = tale(A, ranOut, link);
/** As older journals end it. */
export const outdatedAborted = tale(A, (request) => [
  ...ranOut(request),
  { ...closed('aborted'), at: T0 + 90_001_000 },
]);
export const outdatedGivenUp = tale(A, (request) => [
  ...ranOut(request),
  { ...givenUp(request.language), at: T0 + 90_060_000 },
  { ...closed('failed'), at: T0 + 90_061_000 },
]);
/** The very first step; what stands before the live system is touched. */
function openingOf({ scheme }: RunRequest): string {
  return scheme.steps[0]?.id ?? '';
}

function timedOut(step: string, silent: boolean): readonly Untimed[] {
  const result = silent ? ({ kind: 'timed-out', silent: true } as const) : ({ kind: 'timed-out' } as const);
  const output = { text: 'connecting …', bytes: 14, cut: false };
  return [started(step), { type: 'step.finished', step, result, output, durationMs: 20_000 }];
}

/** The first steps only look: one of them failed before anything was changed. */
export const untouched = tale(['meiyueart', '2'], (request) => {
  const mark = request.scheme.steps[1]?.id ?? '';
  return [...toStart(request), ...stepped(request, 1), started(mark), exited(mark, 2, 'cannot read'), closed('failed')];
});
