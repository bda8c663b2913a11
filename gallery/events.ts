import type { Outcome, RunEvent } from '../src/domain/event.js';
import type { RunRequest } from '../src/domain/request.js';
import type { LostEvidence } from '../src/domain/step-end.js';
import type { Language } from '../src/domain/text.js';
import { replay } from '../src/run/reduce.js';
import type { RunState } from '../src/run/state.js';
import { PEOPLE } from './bound-systems.js';

/** 2026-11-20 03:12:00 in Shanghai. */
export const T0 = Date.UTC(2026, 10, 19, 19, 12, 0);

/** An event without its time. */
export type Untimed = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, 'at'> & { readonly at?: number }
    : never
  : never;

/** Folds events, one second apart from `T0`, into the state they lead to. */
export function play(...events: readonly Untimed[]): RunState {
  const state = replay(
    events.map((event, seq) => {
      const hash = (seq + 1).toString(16).padStart(2, '0').repeat(32);
      return { seq, hash, event: { at: T0 + seq * 1000, ...event } as RunEvent };
    }),
  );
  if (!state) throw new Error('a run begins with its request');
  return state;
}

export function requested(request: RunRequest): Untimed {
  return { type: 'run.requested', by: PEOPLE.ops.id, name: PEOPLE.ops.name, request };
}

type Verdict = 'pass' | 'fail' | 'unknown';

/** Answers all pre-checks; `unlike` names those that differ, with what was seen. */
export function prechecked(
  { scheme }: RunRequest,
  unlike: Readonly<Record<string, readonly [Verdict, string]>> = {},
): readonly Untimed[] {
  return scheme.prechecks.map(({ id }) => {
    const [verdict, evidence] = unlike[id] ?? (['pass', SEEN[id] ?? ''] as const);
    return answered('preflight', id, verdict, evidence);
  });
}

/** Answers the checks after the steps; those that people answer are passed by 李四 unless told otherwise. */
export function verified(
  { scheme }: RunRequest,
  unlike: Readonly<Record<string, readonly [Verdict, string]>> = {},
): readonly Untimed[] {
  return scheme.checks.map(({ id, kind }) => {
    const [verdict, evidence] = unlike[id] ?? (['pass', kind === 'manual' ? '' : (SEEN[id] ?? '')] as const);
    const isByPerson = kind === 'manual' && verdict !== 'unknown';
    return { ...answered('verify', id, verdict, evidence), ...(isByPerson ? director : {}) } as Untimed;
  });
}

export function answered(
  phase: 'preflight' | 'verify',
  check: string,
  verdict: Verdict,
  evidence: string,
  failure?: Extract<RunEvent, { type: 'check.finished' }>['answer']['failure'],
): Untimed {
  const answer = { verdict, evidence, ...(failure ? { failure } : {}) };
  return { type: 'check.finished', phase, check, answer, durationMs: 120 };
}

const director = { by: PEOPLE.director.id, name: PEOPLE.director.name };

/** What the hosts and addresses of the documents would show. */
const SEEN: Readonly<Record<string, string>> = {
  version: 'version = v2.0.0-phase1',
  health: 'status = healthy',
  backup: 'diagnosis_20261120_000000.db',
  'error-rate': 'error_rate = 0.002',
  latency: 'latency_ms = 42',
  running: 'lingzhi_admin_backend            RUNNING   pid 4242, uptime 0:00:06',
};

export function approved({ digest, deciders }: RunRequest): Untimed {
  return { type: 'approval.granted', ...director, role: deciders.at(-1)?.role ?? '', digest };
}

export function rejected({ deciders }: RunRequest): Untimed {
  return { type: 'approval.rejected', ...director, role: deciders.at(-1)?.role ?? '' };
}

/** 赵六 ticks every box of the checklist that people tick, or the first `count`. */
export function ticked({ plan }: RunRequest, count = Number.POSITIVE_INFINITY): readonly Untimed[] {
  const boxes = plan.checklist.filter(({ answeredBy }) => answeredBy === 'person').slice(0, count);
  const { id: by, name } = PEOPLE.ops;
  return boxes.map(({ id: item }): Untimed => ({ type: 'checklist.ticked', item, ticked: true, by, name }));
}

export function started(step: string): Untimed {
  return { type: 'step.started', step, token: `T.${step}`, scriptDigest: 'e'.repeat(64) };
}

export function exited(step: string, code = 0, text = ''): Untimed {
  const output = { text, bytes: text.length, cut: false };
  return { type: 'step.finished', step, result: { kind: 'exited', code }, output, durationMs: 420 };
}

/** Every step of the scheme, done; or the first `count`. */
export function stepped({ scheme }: RunRequest, count = Number.POSITIVE_INFINITY): readonly Untimed[] {
  return scheme.steps.slice(0, count).flatMap(({ id }) => [started(id), exited(id, 0, PRINTED[id] ?? '')]);
}

const PRINTED: Readonly<Record<string, string>> = {
  'disable-v2-flags': '{"ok": true}',
  'read-flags-back': '{"diagnosis_v2_enabled": false, "diagnosis_v2_state_machine": false}',
  deploy: 'deployed admin-backend/routes to production',
};

export function lost(step: string, evidence: Partial<LostEvidence> = {}): Untimed {
  const known = {
    reason: 'connection-lost',
    claimed: null,
    rebooted: null,
    lastHeardAt: T0 + 30_000,
    ...evidence,
  } as const;
  return { type: 'step.lost', step, evidence: known, output: { text: 'turning v2 off', bytes: 14, cut: false } };
}

/** 李四 ends a run that stands still as failed. */
export function givenUp(language: Language): Untimed {
  return { type: 'run.given-up', ...director, reason: language === 'en' ? 'We go on by hand' : '改为手动处理' };
}

export function closed(outcome: Outcome): Untimed {
  return { type: 'run.closed', outcome };
}
