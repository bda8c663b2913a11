import type { Failure } from '../domain/failure.js';
import type { Fence } from '../domain/fence.js';
import { failed, ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import type { Answer } from './answer.js';
import { isRefusal, lineOf } from './channel.js';
import type { ConnectionPool, Lease } from './connection-pool.js';
import { type CallEnd, converse, type Listening } from './converse.js';
import { type CallUpload, composeUpload, type RunnerCall, type RunnerLimits } from './upload.js';

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
    const { end, wasSpare } = await talk(lease, upload, listening, upload.forPerl !== undefined);
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

/** With a shell; where Perl will do, with Perl first, unless a shell is waiting already. */
async function talk(lease: Lease, upload: CallUpload, listening: Listening, willPerlDo: boolean): Promise<Talked> {
  const { channel, wasSpare, hasProgram, isPerl } = await lease.open(willPerlDo);
  if (channel instanceof Error) {
    return { end: { kind: 'unopened', isDead: !isRefusal(channel), detail: channel.message }, wasSpare };
  }
  if (isPerl && upload.forPerl) {
    const perl = { nonce: upload.nonce, text: upload.forPerl() };
    const end = await converse(lineOf(channel), perl, untilPerlGivesUp(listening));
    if (!isForShell(end)) return { end, wasSpare };
    if (end.kind === 'broken') lease.lacksPerl();
    return talk(lease, upload, listening, false);
  }
  const text = hasProgram ? upload.rest : upload.text;
  return { end: await converse(lineOf(channel), { nonce: upload.nonce, text }, listening), wasSpare };
}

function untilPerlGivesUp({ goesOn = () => false, ...listening }: Listening): Listening {
  return { ...listening, goesOn: (answer) => !PERL_GIVES_UP.has(answer.word) && goesOn(answer) };
}

/** `unfit`: nothing has begun. `left`: a step may have, and its supervisor is gone. A shell goes on in both cases. */
const PERL_GIVES_UP: ReadonlySet<string> = new Set(['unfit', 'left']);

/** Whether it is proven that nothing has begun: Perl says so, or the login shell that there is no Perl. */
function isForShell(end: CallEnd): boolean {
  return end.kind === 'answered' ? end.answer.word === 'unfit' : end.kind === 'broken' && end.code === 127;
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
  if (end.kind === 'answered' && end.answer.word === 'left')
    return { kind: 'broken', isMute: false, isStale: true, detail: 'the supervisor has ended' };
  if (end.kind === 'answered') return end;
  if (end.kind === 'broken') return { kind: 'broken', isMute: !end.isDead, isStale, detail: end.detail };
  return { kind: 'unsent', failure: { code: 'ssh.unreachable', at: addressOf(target), detail: end.detail } };
}
