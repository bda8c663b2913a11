import type { RunRequest } from '../../src/domain/request.js';
import { closed, exited, givenUp, play, requested, started, T0, type Untimed } from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { claim, director, NO_OUTPUT, ran, say, site, toStopped, toUndo, UNDO, undone, unverified } from './site.js';
import { link } from './tale.js';

export const restoring = site((request) => [...toUndo(request), started(UNDO)], ['step'], link);
export const restoringChecks = site(
  (request) => [...undone(request), asBefore(request, 'pass')[0] as Untimed],
  ['step'],
);
export const restoringUnverified = site(
  (request) => [...unverified(request), { type: 'restore.started', cause: 'verification' }, started(UNDO)],
  ['verification'],
);
export const restoringChosen = site((request) => [...toStopped(request), chosenUndo(request), started(UNDO)]);
export const restoringStopped = site((request) => [
  ...toStopped(request),
  chosenUndo(request),
  started(UNDO),
  { type: 'abort.requested', ...director },
]);

function chosenUndo({ language }: RunRequest): Untimed {
  return {
    ...{ type: 'restore.started', cause: 'step', ...director },
    reason: say(language, '磁盘满了，先恢复线上文件', 'The disk is full; the live files come first'),
  };
}

/** What the checks after an undo say. */
function asBefore({ scheme }: RunRequest, verdict: 'pass' | 'fail'): readonly Untimed[] {
  return (scheme.restore?.checks ?? []).map(({ id }): Untimed => {
    const evidence = verdict === 'pass' ? 'RUNNING' : 'FATAL';
    return { type: 'check.finished', phase: 'restore', check: id, answer: { verdict, evidence }, durationMs: 300 };
  });
}

export const restored = site(
  (request) => [...undone(request), ...asBefore(request, 'pass'), closed('restored')],
  ['step'],
  link,
);
export const restoredUnverified = site(
  (request) => [
    ...unverified(request),
    { type: 'restore.started', cause: 'verification' },
    ...ran(UNDO),
    ...ran('restore-user-system-undo'),
    ...asBefore(request, 'pass'),
    closed('restored'),
  ],
  ['verification'],
);
/** The plan does not say how to see that it is as before. */
export const undoneUnseen: Tale = (language) => {
  const whole = requestFor('meiyueart', '2', language);
  const { restore } = whole.scheme;
  const request = restore ? { ...whole, scheme: { ...whole.scheme, restore: { ...restore, checks: [] } } } : whole;
  return play(requested(request), ...undone(request), closed('failed'));
};

const undoBroke = (request: RunRequest) => [...toUndo(request), started(UNDO), exited(UNDO, 1, 'cp: I/O error')];
export const heldBroken = site(undoBroke, ['step'], link);
export const heldNotAsBefore = site((request) => [...undone(request), ...asBefore(request, 'fail')], ['step']);
export const heldAborted = site((request) => [
  ...toUndo(request),
  started(UNDO),
  { type: 'abort.requested', ...director },
  { type: 'step.finished', step: UNDO, result: { kind: 'cancelled' }, output: NO_OUTPUT, durationMs: 900 },
]);
export const heldOutdated = site((request) => [
  ...toUndo(request),
  { type: 'run.held', cause: 'outdated', at: T0 + 90_000_000 },
]);
const hold = ({ language }: RunRequest): Untimed => ({
  ...{ type: 'run.held', cause: 'person', ...director },
  reason: say(language, '等 DBA 确认数据', 'The DBA looks at the data first'),
});
export const heldByPerson = site((request) => [...toStopped(request), claim, hold(request)]);
export const heldEnded = site(
  (request) => [...undoBroke(request), claim, givenUp(request.language), closed('failed')],
  ['step'],
);
export const heldByPersonEnded = site((request) => [
  ...toStopped(request),
  claim,
  hold(request),
  givenUp(request.language),
  closed('failed'),
]);

export const heldAbortedEnded = site((request) => [
  ...toUndo(request),
  started(UNDO),
  { type: 'abort.requested', ...director },
  { type: 'step.finished', step: UNDO, result: { kind: 'cancelled' }, output: NO_OUTPUT, durationMs: 900 },
  givenUp(request.language),
  closed('failed'),
]);
/** A plan whose record tells the timeline. */
export const restoredTimeline: Tale = (language) => {
  const whole = requestFor('meiyueart', '2', language);
  const title = { 'zh-CN': '时间线', en: 'Timeline' };
  const plan = {
    ...whole.plan,
    record: { title, sections: [{ title, fields: [{ title, fill: 'timeline', cites: [] }] }] },
  };
  const request = { ...whole, plan: plan as typeof whole.plan };
  const [check] = request.scheme.checks;
  const scheme = {
    ...request.scheme,
    restore: { automatic: ['step' as const], checks: check ? [check] : [], kept: [], cites: [] },
  };
  const told = { ...request, scheme };
  return play(requested(told), ...undone(told), ...asBefore(told, 'pass'), closed('restored'));
};
