import { PEOPLE } from '../bound-systems.js';
import { closed, play, requested, started, stepped, T0, type Untimed, verified } from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { A, ended, tale, toStart } from './tale.js';

export const succeededLate = tale(A, (request) => [
  ...ended(request).map((event) =>
    event.type === 'step.finished' ? { ...event, at: T0 + 4_300_000, durationMs: 4_200_000 } : event,
  ),
  ...verified(request).map((event) => ({ ...event, at: T0 + 4_310_000 })),
  { ...closed('succeeded'), at: T0 + 4_382_000 },
]);
const tell = (answers: Readonly<Record<string, string>>): Untimed => ({
  ...{ type: 'record.completed', answers, by: PEOPLE.director.id, name: PEOPLE.director.name },
  at: T0 + 22_680_000,
});
/** 李四 told what no machine knows, in the language of the team. */
export const completed: Tale = (language) => {
  const request = requestFor('meiyueart', '2', language);
  const deployed = 'v1.4.2';
  const remarks = language === 'en' ? 'The deployment of 01:40 caused it.' : '由 01:40 的部署引起。';
  return play(
    requested(request),
    ...ended(request),
    ...verified(request),
    closed('succeeded'),
    tell({ 'deployed-version': deployed, remarks, 'follow-up:1': 'done' }),
  );
};
export const reviewed: Tale = (language) => {
  const request = requestFor('wechat-backend', 'a', language);
  const said =
    language === 'en'
      ? {
          occurred: '02:40',
          'root-cause': 'The v2 state machine never ends a task.',
          actions: 'add an alert | 王五 | 11-27 | open',
        }
      : { occurred: '02:40', 'root-cause': 'v2 状态机不会结束任务。', actions: '增加告警 | 王五 | 11-27 | 进行中' };
  return play(
    requested(request),
    ...ended(request),
    ...verified(request),
    closed('succeeded'),
    tell({ ...said, 'review-item:1': 'done' }),
  );
};
/** A plan without a record, a notice or follow-ups of its own. */
export const general: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language);
  const { record: _, notice: __, ...plan } = whole.plan;
  const request = { ...whole, plan };
  return play(requested(request), ...ended(request), ...verified(request), closed('succeeded'));
};
/** A scheme with more steps than a card lists. */
export const runningMany: Tale = (language) => {
  const whole = requestFor('meiyueart', '1', language);
  const [step] = whole.scheme.steps;
  if (!step) throw new Error('scheme 1 has steps');
  const extra = Array.from({ length: 14 }, (_, index) => ({ ...step, id: `copy-${index}` }));
  const request = { ...whole, scheme: { ...whole.scheme, steps: [...whole.scheme.steps, ...extra] } };
  return play(
    requested(request),
    ...toStart(request),
    ...stepped(request, 5),
    started(request.scheme.steps[5]?.id ?? ''),
  );
};
