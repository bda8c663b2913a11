import type { RunRequest } from '../../src/domain/request.js';
import type { Step } from '../../src/domain/scheme.js';
import {
  approved,
  closed,
  exited,
  givenUp,
  play,
  requested,
  started,
  stepped,
  type Untimed,
  verified,
} from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { ended, toDecision, toStart } from './tale.js';

/** A request for scheme A whose steps are changed like this, up to its decision. */
function withSteps(change: (step: Step, index: number) => readonly Step[]): Tale {
  return (language) => {
    const whole = requestFor('wechat-backend', 'a', language);
    const request = { ...whole, scheme: { ...whole.scheme, steps: whole.scheme.steps.flatMap(change) } };
    return play(requested(request), ...toDecision(request));
  };
}

/** Scripts too long for a card in full. */
export const longScripts = withSteps((step) => [{ ...step, run: `${step.run}\n`.repeat(12) }]);

/** Steps too long for a card at all. */
export const hugeScripts = withSteps((step, index) =>
  Array.from({ length: 15 }, (_, copy) => ({
    ...step,
    id: `${step.id}-${index}-${copy}`,
    run: `${step.run}\n`.repeat(12),
  })),
);

/** Checks that ask Prometheus for a number. */
export const metricChecks: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language);
  const series = { query: 'up{job="diagnosis"}', every: { above: 0 } };
  const checks = whole.scheme.checks.map((check) =>
    check.kind === 'http' ? { ...check, requests: check.requests.map((each) => ({ ...each, series })) } : check,
  );
  const request = { ...whole, scheme: { ...whole.scheme, checks } };
  return play(requested(request), ...toDecision(request));
};

/** Somebody chose the tag that was checked out. */
export const standingChosen: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'b', language);
  const request = { ...whole, ...(whole.backup ? { backup: { ...whole.backup, isDeployed: true } } : {}) };
  return play(requested(request), ...toDecision(request));
};

/** Steps with everything a plan may say of one. */
export const oddSteps = withSteps((step) => [
  {
    ...step,
    user: 'www-data',
    environment: { MODE: 'safe' },
    repeat: 'once',
    effect: 'irreversible',
    inactivity: 60_000,
  },
]);

/** A checklist item that the checks of the scheme answer, of a scheme without any. */
export const noChecks: Tale = (language) => {
  const whole = requestFor('meiyueart', '2', language);
  const request: RunRequest = { ...whole, scheme: { ...whole.scheme, checks: [] } };
  return play(requested(request), ...toDecision(request));
};

/** A step on the machine of Backout itself, with another user and a secret, that failed and says how to take it back. */
export const localUndo: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language);
  const undo = {
    title: whole.scheme.steps[0]?.title ?? '',
    run: 'curl -fsS -H @"$ADMIN_KEY_FILE" "$ADMIN_API/undo"',
    deadline: 20_000,
    cites: [],
  };
  const [step] = whole.scheme.steps;
  if (!step) throw new Error('scheme A has steps');
  const steps = [{ ...step, user: 'www-data', undo }, ...whole.scheme.steps.slice(1)];
  const targets = { app: { name: 'app', host: 'backout', port: 0, user: 'backout', local: true } } as const;
  const request: RunRequest = { ...whole, scheme: { ...whole.scheme, steps }, targets };
  return play(
    requested(request),
    ...toStart(request),
    started(step.id),
    exited(step.id, 22, 'curl: (22) The requested URL returned error: 403'),
    givenUp(language),
    closed('failed'),
  );
};

/** A run of a scheme without a backup, of a plan whose record also tells the timeline; Backout restarted on the way. */
export const withTimeline: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language, {
    incident: { channel: 'C0INCIDENT', thread: '1763579000.000100' },
  });
  const title = { 'zh-CN': '时间线', en: 'Timeline' };
  const fills = ['timeline', 'backup', 'function-checks', 'files', 'remarks'] as const;
  const fields = fills.map((fill) => ({ title: { 'zh-CN': fill, en: fill }, fill, cites: [] }));
  const plan = { ...whole.plan, record: { title, sections: [{ title, fields }] } };
  const checks = whole.scheme.checks.filter(({ area }) => area !== 'function');
  const request: RunRequest = { ...whole, plan, scheme: { ...whole.scheme, checks, record: {} } };
  const [first] = request.scheme.steps;
  const resumed: Untimed = { type: 'run.resumed' };
  return play(
    requested(request),
    ...toDecision(request),
    approved(request),
    started(first?.id ?? ''),
    resumed,
    exited(first?.id ?? '', 0, ''),
    ...stepped(request).slice(2),
    ...verified(request),
    closed('succeeded'),
  );
};

/** A plan without a notice of its own. */
export const generalNotice: Tale = (language) => {
  const whole = requestFor('wechat-backend', 'a', language);
  const { notice: _, ...plan } = whole.plan;
  const request = { ...whole, plan };
  return play(requested(request), ...ended(request));
};
