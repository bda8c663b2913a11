import type { Failure } from '../domain/failure.js';
import type { Fence } from '../domain/fence.js';
import { failed, ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import type { Answer } from './answer.js';
import { isRefusal, lineOf, type OpenLine } from './channel.js';
import type { ConnectionPool, Lease } from './connection-pool.js';
import { type CallEnd, converse, type Listening } from './converse.js';
import { callPerl, isLeft, LEFT } from './perl-first.js';
import { type CallUpload, composeUpload, type RunnerCall, type RunnerLimits, type Upload } from './upload.js';

/**
 * `unsent`: provably nothing reached the host. `broken`: nobody knows what did; `isMute` when the host was there and gave
 * no answer, `isStale` when another call may well know more at once: a line opened ahead had broken unnoticed, or Perl had to give up.
 */
export type Called =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unsent'; readonly failure: Failure }
  | { readonly kind: 'broken'; readonly isMute: boolean; readonly isStale?: boolean; readonly detail: string };

/** Calls the runner on a target once. */
export type Caller = (target: Target, call: RunnerCall, listening: Listening) => Promise<Called>;

export type CallerOptions = {
  readonly pool: ConnectionPool;
  readonly fence: Fence;
  readonly limits: RunnerLimits;
};

/** A caller over a pool of connections. A warm connection that proves dead before anything was sent is replaced once. */
export function createCaller({ pool, fence, limits }: CallerOptions): Caller {
  const attempt = async (
    target: Target,
    upload: CallUpload,
    listening: Listening,
    isLast: boolean,
  ): Promise<Called> => {
    const leased = await pool.lease(target);
    if (!leased.ok) return { kind: 'unsent', failure: leased.failure };
    const lease = leased.value;
    const { end, wasSpare } = await talk(lease, upload, listening);
    const isDead = end.kind !== 'answered' && end.isDead;
    if (isDead) lease.discard();
    else lease.leave();
    const mayRetry = end.kind === 'unopened' && isDead && lease.isWarm && !isLast && !listening.signal.aborted;
    return mayRetry ? attempt(target, upload, listening, true) : calledOf(end, target, wasSpare && isDead);
  };
  return async (target, call, listening) => {
    const upload = composeFor(target, call, fence, limits);
    return upload.ok ? attempt(target, upload.value, listening, false) : { kind: 'unsent', failure: upload.failure };
  };
}

type Talked = { readonly end: CallEnd; readonly wasSpare: boolean };

async function talk(lease: Lease, upload: CallUpload, listening: Listening): Promise<Talked> {
  const { nonce, inPerl } = upload;
  const inShell = async () => speak(await lease.open(), { nonce, text: upload.text }, listening);
  if (!inPerl) return inShell();
  const start = await lease.starts.open();
  const parts = start.isPerl ? inPerl : upload;
  const said = { nonce, text: start.hasProgram ? parts.rest : parts.text };
  if (!start.isPerl) return speak(start, said, listening);
  const perl = callPerl(listening, start.hasProgram);
  const talked = await speak(start, said, perl.listening);
  if (perl.isMute(talked.end)) lease.starts.lacksPerl();
  return perl.isForShell(talked.end) ? inShell() : talked;
}

async function speak({ channel, wasSpare }: OpenLine, upload: Upload, listening: Listening): Promise<Talked> {
  if (channel instanceof Error) {
    return { end: { kind: 'unopened', isDead: !isRefusal(channel), detail: channel.message }, wasSpare };
  }
  return { end: await converse(lineOf(channel), upload, listening), wasSpare };
}

/** The upload, or `input.invalid` with what in the call no shell can hold. */
export function composeFor(target: Target, call: RunnerCall, fence: Fence, limits: RunnerLimits): Result<CallUpload> {
  try {
    return ok(composeUpload(call, fence, limits));
  } catch (error) {
    if (error instanceof TypeError) return failed({ code: 'input.invalid', at: target.name, detail: error.message });
    throw error;
  }
}

function calledOf(end: CallEnd, target: Target, isStale: boolean): Called {
  if (isLeft(end)) return LEFT;
  if (end.kind === 'answered') return end;
  if (end.kind === 'broken') return { kind: 'broken', isMute: !end.isDead, isStale, detail: end.detail };
  return { kind: 'unsent', failure: { code: 'ssh.unreachable', at: addressOf(target), detail: end.detail } };
}
