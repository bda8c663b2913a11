import type { RunEvent } from '../../src/domain/event.js';
import type { RunRequest } from '../../src/domain/request.js';
import { planOfRun } from '../../src/engine/pin-request.js';
import { replay } from '../../src/run/reduce.js';
import type { RunState } from '../../src/run/state.js';
import { s2Plan } from './plan.js';

/** 2026-11-20 03:12:00 in Shanghai. */
export const T0 = Date.UTC(2026, 10, 19, 19, 12, 0);
export const DIGEST = 'd'.repeat(64);
export const OPS = 'U0ZHAO6';
export const DIRECTOR = 'U0LI4';
export const CTO = 'U0ZHANG3';

/** A request for S2's scheme A as the engine pins it. */
export function s2Request(changes: Partial<RunRequest> = {}): RunRequest {
  const plan = s2Plan();
  const [scheme] = plan.schemes;
  const [severity] = plan.severities;
  if (!scheme || !severity) throw new Error('S2 has schemes and severities');
  return {
    runId: '20261120-7kq2m',
    token: '01JCTESTTESTTESTTESTTEST0A',
    plan: { ...planOfRun(plan), schemes: [{ key: 'a', title: scheme.title }] },
    scheme,
    version: scheme.version ?? '',
    severity,
    deciders: severity.deciders.map((role) => ({ role, title: plan.roles[role] ?? role })),
    reason: '诊断任务卡死',
    impact: '约 60% 用户',
    environment: 'sandbox',
    language: 'zh-CN',
    targets: { app: { name: 'app', host: '127.0.0.1', port: 2222, user: 'deploy' } },
    variables: {
      API: 'http://127.0.0.1:5000',
      ADMIN_API: 'http://127.0.0.1:5000',
      BACKUP_DIR: '/data/backups',
      ERROR_LOG: '/var/log/error.log',
    },
    secrets: plan.secrets,
    backups: plan.backups,
    approvalValidFor: plan.approvalValidFor,
    channel: 'C0INCIDENT',
    digest: DIGEST,
    ...changes,
  };
}

/** An event without its time. */
export type Untimed = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, 'at'> & { readonly at?: number }
    : never
  : never;

/** Plays events one second apart from T0 and returns the state they lead to. */
export function play(...events: readonly Untimed[]): RunState {
  const stored = events.map((event, seq) => ({
    seq,
    hash: String(seq),
    event: { at: T0 + seq * 1000, ...event } as RunEvent,
  }));
  const state = replay(stored);
  if (!state) throw new Error('no events');
  return state;
}

export const requested = (changes: Partial<RunRequest> = {}): Untimed => ({
  type: 'run.requested',
  by: OPS,
  request: s2Request(changes),
});

/** Answers to all pre-checks of S2's scheme A. */
export const prechecked = (verdict: 'pass' | 'fail' | 'unknown' = 'pass'): readonly Untimed[] =>
  s2Request().scheme.prechecks.map(({ id }) => answered('preflight', id, verdict));

/** Answers to all checks of S2's scheme A. */
export const verified = (verdict: 'pass' | 'fail' | 'unknown' = 'pass'): readonly Untimed[] =>
  s2Request().scheme.checks.map(({ id }) => answered('verify', id, verdict));

export const answered = (
  phase: 'preflight' | 'verify',
  check: string,
  verdict: 'pass' | 'fail' | 'unknown',
): Untimed => ({
  type: 'check.finished',
  phase,
  check,
  answer: { verdict, evidence: `${check} ${verdict}` },
  durationMs: 40,
});

export const approved = (by = DIRECTOR): Untimed => ({
  type: 'approval.granted',
  by,
  role: 'tech-director',
  digest: DIGEST,
});

export const started = (step: string): Untimed => ({
  type: 'step.started',
  step,
  token: `T.${step}`,
  scriptDigest: 'e'.repeat(64),
});

export const exited = (step: string, code = 0, text = ''): Untimed => ({
  type: 'step.finished',
  step,
  result: { kind: 'exited', code },
  output: { text, bytes: text.length, cut: false },
  durationMs: 420,
});

export const lost = (step: string): Untimed => ({
  type: 'step.lost',
  step,
  evidence: { reason: 'connection-lost', claimed: null, rebooted: null, lastHeardAt: T0 },
  output: { text: 'half', bytes: 4, cut: false },
});

/** A person ends a run that stands still as failed. */
export const givenUp = (by = DIRECTOR, reason = '改用方案 B'): Untimed => ({ type: 'run.given-up', by, reason });

export const closed = (outcome: Extract<RunEvent, { type: 'run.closed' }>['outcome']): Untimed => ({
  type: 'run.closed',
  outcome,
});

export const STEPS = ['disable-v2-flags', 'read-flags-back'] as const;
