import { answered, closed, prechecked, rejected, started, stepped, T0, ticked, verified } from '../events.js';
import {
  A,
  abort,
  before,
  firstOf,
  lastOf,
  refusedText,
  remind,
  sick,
  tale,
  toDecision,
  toFirst,
  toStart,
  unreachable,
  withdrawal,
} from './tale.js';

export const preparing = tale(A, (request) => prechecked(request, sick).slice(0, 2));
export const awaiting = tale(A, toDecision);
export const awaitingRestore = tale(['wechat-backend', 'c'], toDecision);
export const ticking = tale(['meiyueart', '2'], (request) => [...prechecked(request), ...ticked(request, 1)]);
export const preparingList = tale(['meiyueart', '2'], (request) => [
  ...prechecked(request).slice(0, 2),
  ...ticked(request, 1),
]);
export const awaitingLong = tale(['meiyueart', '3'], toDecision);
export const rejectedRun = tale(A, (request) => [...toDecision(request), rejected(request), closed('rejected')]);
export const expired = tale(A, (request) => [
  ...toDecision(request),
  { type: 'request.expired', at: T0 + 910_000 },
  closed('expired'),
]);
export const withdrawn = tale(A, (request) => [...toDecision(request), withdrawal, closed('aborted')]);
export const refused = tale(A, (request) => [
  ...prechecked(request, {
    ...sick,
    'flags-reachable': ['fail', 'curl: (7) Failed to connect to 127.0.0.1 port 5000'],
  }),
  closed('refused'),
]);
export const unreachableHost = tale(A, (request) => [
  ...request.scheme.prechecks.map(({ id }) => answered('preflight', id, 'unknown', refusedText, unreachable)),
  closed('refused'),
]);
export const running = tale(A, (request) => [
  ...toStart(request),
  ...before(request, lastOf(request)),
  started(lastOf(request)),
]);
export const runningRestore = tale(['wechat-backend', 'c'], (request) => [
  ...toStart(request),
  ...before(request, 'restore'),
  started('restore'),
]);
export const runningLong = tale(['meiyueart', '1'], (request) => [
  ...toStart(request),
  ...stepped(request, 2),
  started(request.scheme.steps[2]?.id ?? ''),
]);
export const stopping = tale(A, (request) => [...toFirst(request), started(firstOf(request)), abort]);
export const resumed = tale(A, (request) => [...toFirst(request), started(firstOf(request)), { type: 'run.resumed' }]);
export const verifying = tale(A, (request) => [
  ...toStart(request),
  ...stepped(request),
  ...verified(request).slice(0, 3),
]);
export const asking = tale(A, (request) => [
  ...toStart(request),
  ...stepped(request),
  ...verified(request).filter((event) => event.type === 'check.finished' && event.by === undefined),
]);
/** Some minutes later one of them is answered. */
export const askingAgain = tale(A, (request) => {
  const answers = verified(request);
  const byPerson = answers.filter((event) => event.type === 'check.finished' && event.by !== undefined);
  const automatic = answers.filter((event) => !byPerson.includes(event));
  return [...toStart(request), ...stepped(request), ...automatic, remind(3), ...byPerson.slice(0, 1)];
});
/** A required check did not pass while the others are still asked. */
export const askingFailed = tale(A, (request) => [
  ...toStart(request),
  ...stepped(request),
  ...verified(request, { 'error-rate': ['fail', 'error_rate = 0.21'] }).filter(
    (event) => event.type === 'check.finished' && event.check === 'error-rate',
  ),
]);
export const verifyingSoak = tale(['meiyueart', '2'], (request) => [
  ...toStart(request),
  ...stepped(request),
  ...verified(request).slice(0, 1),
]);

/** A check that has begun and has no answer yet. */
export const checking = tale(A, (request) => [
  ...toStart(request),
  ...stepped(request),
  { type: 'check.started', phase: 'verify', check: request.scheme.checks[0]?.id ?? '' },
]);

/** A step that printed more than anybody reads. */
export const talkative = tale(A, (request) => {
  const [step] = request.scheme.steps;
  const text = Array.from({ length: 200 }, (_, line) => `flag ${line} switched off`).join('\n');
  const output = { text, bytes: 48_211, cut: true };
  const id = step?.id ?? '';
  return [
    ...toStart(request),
    started(id),
    { type: 'step.finished', step: id, result: { kind: 'exited', code: 0 }, output, durationMs: 3_900_000 },
  ];
});
