import type { Failure } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import type { Milliseconds } from '../domain/time.js';
import type { Answer } from './answer.js';
import type { ConnectionPool } from './connection-pool.js';
import type { CallEnd } from './converse.js';
import { execute } from './execute.js';
import { composeUpload, type RunnerCall, type RunnerLimits, type Upload } from './upload.js';

/** `unsent`: provably nothing reached the host. `broken`: nobody knows what did; `isMute` when the host was there and gave no answer. */
export type Called =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unsent'; readonly failure: Failure }
  | { readonly kind: 'broken'; readonly isMute: boolean; readonly detail: string };

export type CallOptions = { readonly onOutput: (bytes: Buffer) => void; readonly signal: AbortSignal };

/** Calls the runner on a target once. */
export type Caller = (target: Target, call: RunnerCall, options: CallOptions) => Promise<Called>;

export type CallerOptions = {
  readonly pool: ConnectionPool;
  readonly limits: RunnerLimits & { readonly openTimeout: Milliseconds };
};

/** A caller over a pool of connections. A warm connection that proves dead before anything was sent is replaced once. */
export function createCaller({ pool, limits }: CallerOptions): Caller {
  const attempt = async (target: Target, upload: Upload, options: CallOptions, isLast: boolean): Promise<Called> => {
    const leased = await pool.lease(target);
    if (!leased.ok) return { kind: 'unsent', failure: leased.failure };
    const lease = leased.value;
    const end = await execute(lease.client, upload, { ...options, openTimeout: limits.openTimeout });
    const isDead = end.kind !== 'answered' && end.isDead;
    if (isDead) lease.discard();
    else lease.release();
    const mayRetry = end.kind === 'unopened' && isDead && lease.isWarm && !isLast && !options.signal.aborted;
    return mayRetry ? attempt(target, upload, options, true) : calledOf(end, target);
  };
  return async (target, call, options) => {
    const upload = composeFor(target, call, limits);
    return upload.ok ? attempt(target, upload.value, options, false) : { kind: 'unsent', failure: upload.failure };
  };
}

/** The upload, or `input.invalid` with what in the call no shell can hold. */
export function composeFor(target: Target, call: RunnerCall, limits: RunnerLimits): Result<Upload> {
  try {
    return ok(composeUpload(call, limits));
  } catch (error) {
    if (error instanceof TypeError) return failed({ code: 'input.invalid', at: target.name, detail: error.message });
    throw error;
  }
}

function calledOf(end: CallEnd, target: Target): Called {
  if (end.kind === 'answered') return end;
  if (end.kind === 'broken') return { kind: 'broken', isMute: !end.isDead, detail: end.detail };
  return { kind: 'unsent', failure: { code: 'ssh.unreachable', at: addressOf(target), detail: end.detail } };
}
