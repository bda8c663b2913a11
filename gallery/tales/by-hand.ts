import type { Step } from '../../src/domain/scheme.js';
import { PEOPLE } from '../bound-systems.js';
import { closed, type Untimed, verified } from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { A, ended, remind, tale } from './tale.js';

/** What no script can do. */
const PURGE: Step = {
  ...{ id: 'purge-cdn', target: '', run: '', secrets: [], effect: 'reversible', repeat: 'converge' },
  ...{ title: { 'zh-CN': '清空 CDN 缓存', en: 'Purge the cache of the CDN' }, deadline: 1_800_000 },
  ...{ environment: {}, cites: [] },
  manual: {
    role: 'ops-lead',
    within: 1_800_000,
    instructions: [
      { 'zh-CN': '登录 CDN 控制台', en: 'Sign in at the console of the CDN' },
      { 'zh-CN': '清空全部缓存', en: 'Purge everything' },
    ],
  },
};

/** Scheme A, at whose end a person does a step; then these events. */
function byHand(...events: readonly Untimed[]): Tale {
  return (language) => {
    const { scheme } = requestFor(...A, language);
    const steps = [...scheme.steps, PURGE];
    const before: Tale = tale(
      A,
      (request) => {
        const scripts = { ...request, scheme: { ...request.scheme, steps: scheme.steps } };
        return [...ended(scripts), ...events];
      },
      { scheme: { ...scheme, steps } },
    );
    return before(language);
  };
}

const asked: Untimed = { type: 'step.asked', step: PURGE.id };
const { id: by, name } = PEOPLE.ops;
const output = { text: '', bytes: 0, cut: false };

export const personAsked = byHand(asked);
/** A few minutes after it was asked for nobody has reported yet. */
export const personReminded = byHand(asked, remind(3), remind(6));
export const personDone: Tale = (language) => {
  const done: Untimed = { type: 'step.answered', step: PURGE.id, done: true, note: 'ticket 4711', by, name };
  const request = requestFor(...A, language);
  return byHand(asked, done, ...verified(request), closed('succeeded'))(language);
};
export const personUnheard = byHand(asked, {
  ...{ type: 'step.finished', step: PURGE.id, result: { kind: 'unanswered' }, output, durationMs: 1_800_000 },
});
