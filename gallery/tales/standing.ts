import type { LostEvidence } from '../../src/domain/step-end.js';
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
import {
  BROKEN,
  claim,
  director,
  say as sayIn,
  site,
  toBroken,
  toStopped,
  toUndo,
  UNDO,
  unverified,
  wish,
} from './site.js';
import { before, firstOf, link, toFirst, toStart } from './tale.js';

/** A step was lost in the middle of what was delivered with it. */
export function lostBetween(evidence: Partial<LostEvidence> = {}, more: readonly Untimed[] = []): Tale {
  const steps = [BROKEN, 'restart'].map((step) => ({ step, token: `T.${step}`, scriptDigest: 'e'.repeat(64) }));
  return site((request) => [
    ...toBroken(request),
    { type: 'steps.sent', target: 'web', steps },
    printed(lost(BROKEN, { lastHeardAt: T0 + 20_000, ...evidence })),
    ...more,
  ]);
}

function printed(event: Untimed): Untimed {
  const text = Array.from({ length: 24 }, (_, line) => `change_password.py: block ${line + 1} of 40 copied`).join('\n');
  return event.type === 'step.lost' ? { ...event, output: { text, bytes: text.length, cut: false } } : event;
}

const AT = T0 + 26_000;
export const verifiedLost = lostBetween({
  claimed: true,
  verified: { passed: true, output: '3f2a  change_password.py', at: AT },
});
export const unverifiedLost = lostBetween({ claimed: true, verified: { passed: false, output: '', at: AT } }, [claim]);
export const wishedLost = site((request) => [...toBroken(request), started(BROKEN), lost(BROKEN), wish(request)]);
export const lostUndo = site((request) => [...toUndo(request), started(UNDO), lost(UNDO)], ['step'], link);
/** Nobody can guard this one: it may not be run again. */
export const lostOnce: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language);
  const steps = whole.scheme.steps.map((step) => ({ ...step, repeat: 'once' as const }));
  const request = { ...whole, scheme: { ...whole.scheme, steps } };
  const id = firstOf(request);
  return play(requested(request), ...toFirst(request), started(id), lost(id));
};
export const lostLast = site((request) => [
  ...toStart(request),
  ...stepped(request, request.scheme.steps.length - 1),
  started('restart'),
  lost('restart'),
]);

export const stopped = site(toStopped);
export const stoppedLinked = site(toStopped, [], link);
export const stoppedPaused = site((request) => [...toStopped(request), { type: 'run.paused' }], [], link);
/** A person left the failed step as it is, and the run went on to its end. */
export const skippedOne = site(
  (request) => [
    ...toStopped(request),
    {
      ...{ type: 'step.skipped', step: BROKEN, ...director },
      reason: sayIn(request.language, '改密页本来就停用', 'The password page is switched off anyway'),
    },
    ...stepped(request).slice(-2),
  ],
  [],
  link,
);
export const stoppedClaimed = site((request) => [...toStopped(request), claim]);
export const stoppedWished = site((request) => [...toStopped(request), claim, wish(request)]);
export const declinedWish = site((request) => [
  ...toStopped(request),
  wish(request),
  { type: 'rerun.declined', step: BROKEN, ...director },
]);
export const grantedWish = site((request) => [
  ...toStopped(request),
  wish(request),
  { type: 'rerun.granted', step: BROKEN, voided: [], ...director },
]);
export const overtakenWish = site((request) => [
  ...toStopped(request),
  wish(request),
  givenUp(request.language),
  closed('failed'),
]);
export const stoppedOrdered = site(toStopped, ['step'], link);
export const stoppedUnverified = site(unverified);
/** Again is harmless, says the plan, and nothing says how it is undone. */
export const stoppedHarmless: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language);
  const steps = whole.scheme.steps.map(({ undo: _, ...step }) => ({ ...step, repeat: 'converge' as const }));
  const request = { ...whole, scheme: { ...whole.scheme, steps } };
  const id = firstOf(request);
  return play(requested(request), ...toFirst(request), started(id), exited(id, 22, 'curl: (22) error: 503'));
};
/** The copy of what a step is about to change could not be kept. */
export const copyFailed = site((request) => {
  const copy = request.scheme.steps.find(({ id }) => id.endsWith('-snapshot'))?.id ?? '';
  return [...toStart(request), ...before(request, copy), started(copy), exited(copy, 1, 'cp: Permission denied')];
});
export const reminded = site((request) => [...toStopped(request), remind(2), remind(5)]);

function remind(minutes: number): Untimed {
  return { type: 'people.reminded', at: T0 + 25_000 + minutes * 60_000 };
}

/** Steps that were delivered together, the first of which runs. */
export const delivered = site((request) => [
  ...toBroken(request),
  {
    type: 'steps.sent',
    target: 'web',
    steps: [BROKEN, 'restart'].map((step) => ({ step, token: `T.${step}`, scriptDigest: 'e'.repeat(64) })),
  },
]);
/** The steps only look, so that nothing has to be chosen after their verification failed. */
export const onlyLooked: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language);
  const steps = whole.scheme.steps.map((step) => ({ ...step, effect: 'read-only' as const }));
  const request = { ...whole, scheme: { ...whole.scheme, steps } };
  const seen = verified(request, { 'error-rate': ['fail', 'error_rate = 0.21'] });
  return play(requested(request), ...toStart(request), ...stepped(request), ...seen, closed('failed'));
};
