import type { RunEvent } from '../../src/domain/event.js';
import type { RunRequest } from '../../src/domain/request.js';
import { schemeTitle } from '../../src/view/scene.js';
import { words } from '../../src/view/words/words.js';
import {
  closed,
  exited,
  givenUp,
  lost,
  play,
  requested,
  started,
  stepped,
  T0,
  type Untimed,
  verified,
} from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { BROKEN, broken, claim, director, say, site, toBroken, toStopped, wish } from './site.js';
import { link, toStart } from './tale.js';

/** A step was settled by a person's word, another was left out, another ran twice. */
export const eventful = site((request) => {
  const { language, scheme } = request;
  const last = scheme.steps.at(-1)?.id ?? '';
  const word = {
    ...director,
    reason: say(language, '在主机上看过，文件已恢复', 'Looked on the host: the file is back'),
  };
  return [
    ...toStart(request),
    ...stepped(request, 3),
    started('restore-user-system'),
    lost('restore-user-system', { reason: 'runner-killed', claimed: true, rebooted: false }),
    claim,
    { type: 'step.settled', step: 'restore-user-system', ...word },
    ...broken,
    wish(request),
    { type: 'rerun.granted', step: BROKEN, voided: [], ...director },
    { ...started(BROKEN), token: `T.${BROKEN}.2` } as Untimed,
    exited(BROKEN, 0, ''),
    started(last),
    exited(last, 3, 'lingzhi_admin_backend: ERROR (spawn error)'),
    { type: 'step.skipped', step: last, ...director, reason: say(language, '已手动重启', 'Restarted by hand') },
    ...verified(request),
    closed('partial'),
  ];
});
export const skippedAndOpen = site((request) => {
  const last = request.scheme.steps.at(-1)?.id ?? '';
  return [
    ...toStart(request),
    ...stepped(request, request.scheme.steps.length - 1),
    started(last),
    exited(last, 3, ''),
    { type: 'step.skipped', step: last, ...director, reason: say(request.language, '已手动重启', 'Restarted by hand') },
    ...verified(request, { users: ['unknown', ''] }),
    closed('partial'),
  ];
});
export const kept = site((request) => [
  ...toStart(request),
  ...stepped(request),
  ...verified(request),
  closed('succeeded'),
]);
export const locked = site((request) => [
  ...toStopped(request),
  givenUp(request.language),
  { type: 'run.closed', outcome: 'failed', locked: ['web'] } satisfies Omit<RunEvent & { type: 'run.closed' }, 'at'>,
]);
const queue = (request: RunRequest): Untimed => ({ ...requested(request), ahead: 2 }) as Untimed;
export const queued: Tale = (language) => play(queue(requestFor('meiyueart', '2', language, link)));
export const queuedOnce: Tale = (language) => {
  const request = requestFor('wechat-backend', 'a', language);
  const turn: Untimed = { type: 'queue.moved', ahead: 0, at: T0 + 300_000 };
  const late = [...toStart(request), ...stepped(request), ...verified(request), closed('succeeded')];
  const events = late.map((event, index) => ({ ...event, at: T0 + 301_000 + index * 1_000 }));
  return play(queue(request), turn, ...events);
};
export const paused = site((request) => [...toBroken(request), started(BROKEN), { type: 'run.paused' }], [], link);
export const goesOn = site((request) => [
  ...toBroken(request),
  started(BROKEN),
  { type: 'run.paused' },
  { type: 'run.resumed' },
]);

/** Ended as failed because the next scheme was asked for. */
export const wentOn = site((request) => {
  const next = request.plan.schemes.find(({ key }) => key === request.scheme.next?.scheme);
  const title = next ? schemeTitle(next, request.language) : '';
  const reason = words(request.language).ways.endReason(title, request.reason);
  return [...toStopped(request), { ...givenUp(request.language), reason } as Untimed, closed('failed')];
});
