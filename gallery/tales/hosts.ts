import { expandGroups } from '../../src/domain/expand-groups.js';
import { expandScheme } from '../../src/domain/expand-scheme.js';
import type { RunRequest } from '../../src/domain/request.js';
import type { Language } from '../../src/domain/text.js';
import { undoScheme } from '../../src/engine/open-undo.js';
import type { Tried } from '../../src/view/dry-run.js';
import { systemOf } from '../bound-systems.js';
import { answered, closed, exited, play, prechecked, requested, started, T0, type Untimed } from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { director, say } from './site.js';
import { abort, sick, toDecision, toStart } from './tale.js';

/** Scheme B of the WeChat backend, on as many application hosts. */
function grouped(language: Language, hosts: readonly string[]): RunRequest {
  const { plan } = systemOf('wechat-backend', language);
  const whole = requestFor('wechat-backend', 'b', language);
  const { app } = whole.targets;
  const targets = Object.fromEntries(
    hosts.map((name, index) => [
      name,
      { ...app, name, group: 'app', host: `10.0.1.${10 + index}`, port: 22, user: 'deploy' },
    ]),
  );
  const [scheme] = expandGroups(plan, { app: hosts }).schemes.filter(({ key }) => key === 'b');
  if (!scheme) throw new Error('the WeChat backend has a scheme b');
  return { ...whole, targets, scheme: expandScheme(scheme, [], targets) };
}

const THREE = ['app-1', 'app-2', 'app-3'];

function story(hosts: readonly string[], events: (request: RunRequest) => readonly Untimed[]): Tale {
  return (language) => {
    const request = grouped(language, hosts);
    return play(requested(request), ...events(request));
  };
}

const ran = (id: string) => [started(id), exited(id, 0, `${id} ok`)];
const changing = ({ scheme }: RunRequest) => scheme.steps.filter(({ undo }) => undo);
const idsUpTo = ({ scheme }: RunRequest, id: string) =>
  scheme.steps
    .slice(
      0,
      scheme.steps.findIndex((step) => step.id === id),
    )
    .map((step) => step.id);

/** The first step on the second host, or on another one, that changes something breaks. */
function broken(request: RunRequest, host = 'app-2'): readonly Untimed[] {
  const bad = changing(request).find(({ target }) => target === host)?.id ?? '';
  return [...toStart(request), ...idsUpTo(request, bad).flatMap(ran), started(bad), exited(bad, 1, 'disk full')];
}

const undos = (request: RunRequest) =>
  changing(request)
    .filter(({ target }) => target !== 'app-3')
    .toReversed();

const SIXTY = Array.from({ length: 60 }, (_, index) => `app-${index + 1}`);
/** On one of very many hosts a pre-check that blocks nothing did not pass. */
export const largeGroupAwaiting = story(SIXTY, (request) =>
  prechecked(request, { ...sick, 'error-log-app-41': ['fail', 'ERROR: the disk is full'] }),
);
/** A dry run of the same. */
export function largeGroupTried(language: Language): Tried {
  const { request, prechecks } = largeGroupAwaiting(language);
  const { scheme, targets } = request;
  const answers = new Map(prechecks.map(({ id, answer }) => [id, answer]));
  const unanswered = { verdict: 'unknown', evidence: '' } as const;
  const asked = scheme.prechecks.map((check) => ({ check, answer: answers.get(check.id) ?? unanswered }));
  return { system: { ...systemOf('wechat-backend', language), targets }, scheme, prechecks: asked, at: T0 };
}
export const largeGroupRunning = story(SIXTY, (request) => {
  const first = changing(request).find(({ target }) => target === 'app-41')?.id ?? '';
  return [...toStart(request), ...idsUpTo(request, first).flatMap(ran), started(first)];
});
export const largeGroupBroken = story(SIXTY, (request) => broken(request, 'app-41'));

export const groupAwaiting = story(THREE, toDecision);
export const groupOfOne = story(['app-1'], toDecision);
export const groupBroken = story(THREE, (request) => broken(request));
/** Every step is done; what is asked on the second host then does not pass. */
export const groupUnverified = story(THREE, (request) => [
  ...toStart(request),
  ...request.scheme.steps.flatMap(({ id }) => ran(id)),
  ...request.scheme.checks
    .filter(({ kind }) => kind === 'command')
    .map((check) => {
      const isBad = check.kind === 'command' && check.target === 'app-2';
      return answered('verify', check.id, isBad ? 'unknown' : 'pass', isBad ? 'no answer in 10 s' : 'ok');
    }),
]);
/** On the second host the bot was away for so long that the approval ran out. */
export const groupOutdated = story(THREE, (request) => {
  const first = changing(request).find(({ target }) => target === 'app-2')?.id ?? '';
  const late: Untimed = { type: 'request.expired', at: T0 + 90_000_000 };
  return [...toStart(request), ...[...idsUpTo(request, first), first].flatMap(ran), late];
});
/** Another run takes back what was done on two of them. */
export const groupUndoRun: Tale = (language) => {
  const before = groupOutdated(language);
  const ended = { ...before.request, undoOf: before.id, scheme: undoScheme(before) };
  return play(requested(ended));
};
/** People have what was done on both hosts taken back; nothing was done on the third. */
function takenBack(request: RunRequest): readonly Untimed[] {
  const reason = say(request.language, '磁盘满了', 'The disk is full');
  return [...broken(request), { type: 'restore.started', cause: 'step', reason, ...director }];
}

/** The third host is not asked: no step touched it. */
function seenAfter({ scheme }: RunRequest): readonly string[] {
  const checks = (scheme.restore?.checks ?? []).filter((check) => check.kind !== 'command' || check.target !== 'app-3');
  return checks.map(({ id }) => id);
}

function asBefore(check: string): Untimed {
  const answer = { verdict: 'pass', evidence: 'exit 0' } as const;
  return { type: 'check.finished', phase: 'restore', check, answer, durationMs: 300 };
}

const undoIds = (request: RunRequest) => undos(request).map(({ id }) => `${id}-undo`);

export const groupUndoing = story(THREE, (request) => {
  const [first = ''] = undoIds(request);
  return [...takenBack(request), started(first)];
});
export const groupUndone = story(THREE, (request) => [
  ...takenBack(request),
  ...undoIds(request).flatMap(ran),
  ...seenAfter(request).map(asBefore),
  closed('restored'),
]);
export const groupNotUndone = story(THREE, (request) => {
  const [first = ''] = undoIds(request);
  return [...takenBack(request), started(first), exited(first, 1, 'disk full')];
});
export const groupHalfway = story(THREE, (request) => {
  const [first = ''] = request.scheme.steps
    .filter(({ target, effect }) => target === 'app-1' && effect !== 'read-only')
    .map(({ id }) => id);
  return [...toStart(request), ...idsUpTo(request, first).flatMap(ran), ...ran(first), abort, closed('aborted')];
});
/** The first host has begun; the step whose turn it is stands on a host of another target. */
export const groupWaiting: Tale = (language) => {
  const { scheme, ...request } = grouped(language, THREE);
  const next = changing({ ...request, scheme })[0]?.id ?? '';
  const steps = scheme.steps.map((step) => (step.id === next ? { ...step, target: 'backup' } : step));
  const moved = { ...request, scheme: { ...scheme, steps } };
  return play(requested(moved), ...toStart(moved), ...idsUpTo(moved, next).flatMap(ran), started(next));
};
