import type { Step } from '../../src/domain/scheme.js';
import { closed, type Untimed, verified } from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { A, ended, tale } from './tale.js';

/** What is done only when it is needed. */
const RESTART: Step = {
  ...{ id: 'restart-cache', target: 'app', secrets: [], effect: 'reversible', repeat: 'converge' },
  ...{ title: { 'zh-CN': '重启缓存', en: 'Restart the cache' }, deadline: 60_000, environment: {}, cites: [] },
  run: 'sudo -n systemctl restart redis',
  when: {
    title: { 'zh-CN': '缓存没有应答', en: 'the cache does not answer' },
    run: 'if redis-cli ping; then exit 1; fi',
    deadline: 30_000,
  },
};

/** Scheme A with such a step at its end; then it ended like this. */
function conditional(
  kind: 'unneeded' | 'unclear',
  text: string,
  after: (language: 'zh-CN' | 'en') => readonly Untimed[],
) {
  const told: Tale = (language) => {
    const { scheme } = requestFor(...A, language);
    const output = { text, bytes: text.length, cut: false };
    const end: Untimed = { type: 'step.finished', step: RESTART.id, result: { kind }, output, durationMs: 80 };
    const sent: Untimed = {
      ...{ type: 'steps.sent', target: 'app' },
      steps: [{ step: RESTART.id, token: `T.${RESTART.id}`, scriptDigest: 'e'.repeat(64) }],
    };
    const before: Tale = tale(
      A,
      (request) => {
        const first = { ...request, scheme: { ...request.scheme, steps: scheme.steps } };
        return [...ended(first), sent, end, ...after(language)];
      },
      { scheme: { ...scheme, steps: [...scheme.steps, RESTART] } },
    );
    return before(language);
  };
  return told;
}

export const notNeeded = conditional('unneeded', 'PONG\n', (language) => [
  ...verified(requestFor(...A, language)),
  closed('succeeded'),
]);
export const conditionUnclear = conditional(
  'unclear',
  'sh: redis-cli: not found\nthe condition ended with exit code 127\n',
  () => [],
);
