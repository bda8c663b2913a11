import { readFileSync } from 'node:fs';
import type { ChosenBackup } from '../../src/domain/backup.js';
import type { RunEvent } from '../../src/domain/event.js';
import { expandScheme } from '../../src/domain/expand-scheme.js';
import type { Plan } from '../../src/domain/plan.js';
import type { RunRequest } from '../../src/domain/request.js';
import { planOfRun, versionAfter } from '../../src/engine/pin-request.js';
import { readPlan } from '../../src/plan/read-plan.js';
import type { RunState } from '../../src/run/state.js';
import { DIGEST, DIRECTOR, exited, OPS, play, started, T0, type Untimed } from './story.js';

const read = new Map<string, Plan>();

/** A plan of `plans/` as the product reads it. */
export function wholePlan(name: 'meiyueart' | 'wechat-backend'): Plan {
  const known = read.get(name);
  if (known) return known;
  const text = readFileSync(new URL(`../../plans/${name}.yaml`, import.meta.url), 'utf8');
  const reading = readPlan(text, 'a'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  read.set(name, reading.plan);
  return reading.plan;
}

/** S1's backup of 02:00 that morning in Shanghai. */
const BACKUP: ChosenBackup = {
  source: 'files',
  kind: 'directory',
  path: '/home/user/backups/20261120_020000',
  name: '20261120_020000',
  takenAt: T0 - 72 * 60_000,
  bytes: 17_613,
  digest: 'b'.repeat(64),
};

/** A request for a scheme of a whole plan, as the engine pins it. */
export function wholeRequest(name: Parameters<typeof wholePlan>[0], key: string): RunRequest {
  const plan = wholePlan(name);
  const scheme = plan.schemes.find((each) => each.key === key);
  const [severity] = plan.severities;
  if (!scheme || !severity) throw new Error(`no scheme ${key}`);
  const backup = scheme.backup ? { ...BACKUP, source: scheme.backup.source } : undefined;
  const version = versionAfter(scheme, backup);
  const host = { host: '127.0.0.1', port: 2222, user: 'deploy' };
  return {
    ...{ runId: '20261120-7kq2m', token: '01JCTESTTESTTESTTESTTEST0A', plan: planOfRun(plan) },
    scheme: expandScheme(scheme, plan.backups),
    ...(version === undefined ? {} : { version }),
    ...(backup ? { backup } : {}),
    severity,
    deciders: severity.deciders.map((role) => ({ role, title: plan.roles[role] ?? role })),
    reason: '推荐人字段不显示',
    impact: '全部管理员',
    environment: 'sandbox',
    language: 'zh-CN',
    targets: Object.fromEntries(plan.targets.map(({ name, title }) => [name, { name, title, ...host }])),
    variables: Object.fromEntries(Object.keys(plan.variables).map((variable) => [variable, `/srv/${variable}`])),
    secrets: plan.secrets,
    backups: plan.backups,
    approvalValidFor: plan.approvalValidFor,
    channel: 'C0INCIDENT',
    digest: DIGEST,
  };
}

/** The run up to its approval: all boxes ticked, all pre-checks passed. */
export function approvedRun(request: RunRequest): readonly Untimed[] {
  const role = request.deciders[0]?.role ?? '';
  const boxes = request.plan.checklist.filter(({ answeredBy }) => answeredBy === 'person');
  return [
    { type: 'run.requested', by: OPS, name: '赵六', request },
    ...request.scheme.prechecks.map(({ id }) => answer('preflight', id, 'pass')),
    ...boxes.map(({ id }): Untimed => ({ type: 'checklist.ticked', item: id, ticked: true, by: OPS, name: '赵六' })),
    { type: 'approval.granted', by: DIRECTOR, name: '李四', role, digest: DIGEST },
  ];
}

/** Ends well; what only people can answer is answered by 李四. `after`: what people tell once it is over. */
export function wholeRun(request: RunRequest, ...after: readonly Untimed[]): RunState {
  const { steps, checks } = request.scheme;
  return play(
    ...approvedRun(request),
    ...steps.flatMap(({ id }) => [started(id), exited(id, 0, `${id} ok`)]),
    ...checks.map(({ id, kind }) => answer('verify', id, 'pass', kind === 'manual')),
    { type: 'run.closed', outcome: 'succeeded' },
    ...after,
  );
}

/** Breaks at the last step. */
export function brokenRun(request: RunRequest, ...after: readonly Untimed[]): RunState {
  const { steps } = request.scheme;
  const last = steps.at(-1)?.id ?? '';
  return play(
    ...approvedRun(request),
    ...steps.slice(0, -1).flatMap(({ id }) => [started(id), exited(id, 0, `${id} ok`)]),
    ...[started(last), exited(last, 1, 'lingzhi_admin_backend: ERROR (spawn error)')],
    { type: 'run.given-up', by: DIRECTOR, name: '李四', reason: '改为手动处理' },
    { type: 'run.closed', outcome: 'failed' },
    ...after,
  );
}

/** 李四 tells what no machine knows. */
export function told(answers: Readonly<Record<string, string>>): Untimed {
  return { type: 'record.completed', answers, by: DIRECTOR, name: '李四' };
}

function answer(phase: 'preflight' | 'verify', check: string, verdict: 'pass' | 'fail', byHand = false): Untimed {
  const seen = { verdict, evidence: byHand ? '' : `${check} ${verdict}` };
  const by: Partial<Extract<RunEvent, { type: 'check.finished' }>> = byHand ? { by: DIRECTOR, name: '李四' } : {};
  return { type: 'check.finished', phase, check, answer: seen, durationMs: 40, ...by };
}
