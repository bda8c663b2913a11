import type { Logger } from 'pino';
import { failed, ok, type Result } from '../domain/result.js';
import type { Secret } from '../domain/secret.js';
import type { StepEnd } from '../domain/step-end.js';
import type { Target } from '../domain/target.js';
import type { Milliseconds } from '../domain/time.js';
import type { Clock, Remote, Script } from '../engine/ports.js';
import { type BoundedOutput, createBoundedOutput } from './bounded-output.js';
import { type Called, type Caller, createCaller } from './caller.js';
import type { ConnectionLimits, ConnectionSettings } from './connect.js';
import { createConnectionPool } from './connection-pool.js';
import { ensureStep } from './ensure-step.js';
import { parseLocks } from './host-lock.js';
import { parseListing } from './list-directory.js';
import { CONTENTS_CAP, listingScript } from './listing-script.js';
import { createLocalCaller, type LocalCallerOptions } from './local-caller.js';
import { lost, lostCall, notStarted, refusalOf, stepEndOf } from './step-end-of.js';
import { RUNNER_LIMITS, type RunnerCall, type RunnerLimits } from './upload.js';
import { within } from './within.js';

export type RemoteLimits = ConnectionLimits &
  RunnerLimits & {
    /** How long a host may take to open a channel, and to answer beyond what a script or a cancel itself may take. */
    readonly openTimeout: Milliseconds;
    readonly answerTimeout: Milliseconds;
    /** How long beyond its deadline a step is waited for, through however many connections. */
    readonly patience: Milliseconds;
    readonly backOff: { readonly first: Milliseconds; readonly most: Milliseconds };
  };

export const REMOTE_LIMITS: RemoteLimits = {
  ...RUNNER_LIMITS,
  connectTimeout: 10_000,
  keepalive: 5_000,
  openTimeout: 15_000,
  answerTimeout: 20_000,
  patience: 60_000,
  backOff: { first: 100, most: 5_000 },
};

export type RemoteOptions = {
  readonly connections: (target: Target) => Result<ConnectionSettings>;
  /** For local targets. */
  readonly environments: LocalCallerOptions['environments'];
  /** The journal's own id, and a number that grows with each start of the bot: a host obeys the highest only. */
  readonly fence: { readonly journal: string; readonly epoch: number };
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  readonly limits?: Partial<RemoteLimits>;
};

/** A listing longer than this is refused, in bytes: 16 MiB of entries, and what their directories hold. */
const LISTING_CAP = 16 * 1024 * 1024 + CONTENTS_CAP;

/** Hosts over SSH, their key pinned before anything is sent, and this machine; steps run once and for ever by the runner. */
export function createRemote(options: RemoteOptions): Remote {
  const { clock, log } = options;
  const limits = { ...REMOTE_LIMITS, ...options.limits };
  const onLost = (address: string, error: Error) => log.warn({ address, error: error.message }, 'connection lost');
  const pool = createConnectionPool({ connections: options.connections, limits, onLost });
  const [callHost, callHere] = [createCaller({ pool, limits }), createLocalCaller({ ...options, limits })];
  const call: Caller = (target, ...more) => (target.local ? callHere : callHost)(target, ...more);
  const callOnce = limited(call, limits);
  const patience = limits.patience + limits.graceSeconds * 1000;
  return {
    observe: (target, script) => observe(target, script, callOnce, clock),
    async ensure(target, { orders }, { signal, onEnd }) {
      for (const order of orders) {
        const end = await ensureStep(target, order, signal, { ...limits, call, clock, patience });
        onEnd(order.token, end);
        if (end.kind !== 'exited' || end.code !== 0) return;
      }
    },
    async ask(target, order) {
      const { called, output } = await callOnce(target, { mode: 'ask', order, offset: 0 });
      return endOf(called, target, output, clock);
    },
    async cancel(target, tokens) {
      const forbidden = await forbid(target, tokens, callOnce);
      if (!forbidden.ok) return forbidden;
      return eachFromLast(tokens, async (token) => {
        const { called, output } = await callOnce(target, { mode: 'cancel', token });
        return cancelledOf(called, target, endOf(called, target, output, clock));
      });
    },
    forbid: (target, tokens) => forbid(target, tokens, callOnce),
    inspect: async (target, { secrets }) => done(await callOnce(target, { mode: 'inspect', secrets }), target),
    unlock: async (target, { system, run }) => done(await callOnce(target, { mode: 'unlock', system, run }), target),
    async locks(target) {
      const heard = await callOnce(target, { mode: 'locks' });
      const told = done(heard, target);
      return told.ok ? ok(parseLocks(heard.output.toOutput().text)) : told;
    },
    warm(target) {
      if (!target.local) void pool.lease(target).then((lease) => lease.ok && lease.value.release());
    },
    list: (target, directory) => list(target, directory, callOnce, clock),
    close: async () => pool.close(),
  };
}

type Heard = { readonly called: Called; readonly output: BoundedOutput };
type CallOnce = (target: Target, request: RunnerCall, createOutput?: () => BoundedOutput) => Promise<Heard>;

async function forbid(target: Target, tokens: readonly string[], call: CallOnce): Promise<Result<void>> {
  return eachFromLast(tokens, async (token) => done(await call(target, { mode: 'forbid', token }), target));
}

async function eachFromLast(tokens: readonly string[], act: (token: string) => Promise<Result<void>>) {
  for (const token of tokens.toReversed()) {
    const done = await act(token);
    if (!done.ok) return done;
  }
  return ok(undefined);
}

/** What the runner did that has no end but `done`. */
function done({ called }: Heard, target: Target): Result<void> {
  if (called.kind === 'unsent') return failed(called.failure);
  if (called.kind === 'broken') return failed({ code: 'ssh.unreachable', at: target.name, detail: called.detail });
  const { word, rest } = called.answer;
  if (word === 'done') return ok(undefined);
  const [kind = '', ...more] = rest.split(' ');
  const refusal = word === 'refused' ? refusalOf(target.name, kind, more.join(' ')) : undefined;
  return failed(refusal ?? { code: 'host.command-failed', at: target.name, detail: `answer: ${word} ${rest}`.trim() });
}

/** A call that ends in time, and is tried once more when the connection broke: none of these starts a step. */
function limited(call: Caller, { answerTimeout, graceSeconds }: RemoteLimits): CallOnce {
  return async (target, request, createOutput = () => createBoundedOutput({ secrets: secretsOf(request) })) => {
    const own = request.mode === 'observe' ? request.script.deadline : 0;
    const span = own + graceSeconds * 1000 + answerTimeout;
    const attempt = async () => {
      const output = createOutput();
      const called = await within(span, (signal) => call(target, request, { onOutput: output.add, signal }));
      return { called, output };
    };
    const once = await attempt();
    const isDropped = once.called.kind === 'broken' && !once.called.isMute;
    return isDropped ? attempt() : once;
  };
}

function secretsOf(request: RunnerCall): readonly Secret[] {
  if ('script' in request) return Object.values(request.script.secrets);
  return 'order' in request ? Object.values(request.order.script.secrets) : [];
}

function endOf(called: Called, target: Target, output: BoundedOutput, clock: Clock): ReturnType<typeof stepEndOf> {
  const heard = { host: target.name, output, lastHeardAt: output.received > 0 ? clock.now() : null };
  if (called.kind === 'answered') return stepEndOf(called.answer, heard);
  return called.kind === 'unsent' ? notStarted(called.failure) : lostCall(called, heard);
}

async function observe(target: Target, script: Script, call: CallOnce, clock: Clock): Promise<StepEnd> {
  const { called, output } = await call(target, { mode: 'observe', script });
  const end = endOf(called, target, output, clock);
  return end.kind === 'running'
    ? lost('unintelligible', { detail: 'answer: running' }, { host: target.name, output, lastHeardAt: null })
    : end;
}

function cancelledOf(called: Called, target: Target, end: ReturnType<typeof endOf>): Result<void> {
  if (end.kind === 'cancelled') return ok(undefined);
  // Only the host itself can say that nothing runs.
  const isTold = called.kind === 'answered' && called.answer.word === 'ended';
  if (isTold || (end.kind === 'lost' && end.evidence.rebooted)) return ok(undefined);
  if (end.kind === 'not-started') return failed(end.failure);
  const detail = end.kind === 'lost' ? (end.evidence.detail ?? end.evidence.reason) : end.kind;
  return failed({
    code: called.kind === 'broken' ? 'ssh.unreachable' : 'host.command-failed',
    at: target.name,
    detail,
  });
}

async function list(target: Target, directory: string, call: CallOnce, clock: Clock): ReturnType<Remote['list']> {
  const { called, output } = await call(target, { mode: 'observe', script: listingScript(directory) }, () =>
    createBoundedOutput({ each: LISTING_CAP }),
  );
  const end = endOf(called, target, output, clock);
  if (end.kind === 'exited' && end.code === 0) return parseListing(output.whole(), target.name);
  if (end.kind === 'not-started') return failed(end.failure);
  const reason = end.kind === 'exited' ? end.output.text.trim() : end.kind;
  return failed({ code: 'host.command-failed', at: target.name, detail: reason, facts: { directory } });
}
