import type { Logger } from 'pino';
import type { Fence } from '../domain/fence.js';
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
import { ensureSegment } from './ensure-segment.js';
import { parseLocks } from './host-lock.js';
import { parseListing } from './list-directory.js';
import { CONTENTS_CAP, listingScript } from './listing-script.js';
import { createLocalCaller, type LocalCallerOptions } from './local-caller.js';
import { lost, lostCall, notStarted, refusalOf, stepEndOf } from './step-end-of.js';
import { RUNNER_LIMITS, type RunnerCall, type RunnerLimits } from './upload.js';
import { within } from './within.js';

export type RemoteLimits = ConnectionLimits &
  RunnerLimits & {
    /** How long a line opened ahead stays open that nobody uses. */
    readonly spareTime: Milliseconds;
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
  spareTime: 20 * 60_000,
  openTimeout: 15_000,
  answerTimeout: 20_000,
  patience: 60_000,
  backOff: { first: 100, most: 600 },
};

export type RemoteOptions = {
  readonly connections: (target: Target) => Result<ConnectionSettings>;
  /** For local targets. */
  readonly environments: LocalCallerOptions['environments'];
  readonly fence: Fence;
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
  const [callHost, callHere] = [createCaller({ ...options, pool, limits }), createLocalCaller({ ...options, limits })];
  const call: Caller = (target, ...more) => (target.local ? callHere : callHost)(target, ...more);
  const callOnce = limited(call, limits);
  const patience = limits.patience + limits.graceSeconds * 1000;
  return {
    observe: (target, script) => observe(target, script, callOnce, clock),
    ensure: (target, segment, listener) =>
      ensureSegment(target, segment, listener, { ...limits, call, clock, patience }),
    async ask(target, order) {
      const { called, output } = await callOnce(target, { mode: 'ask', order, offset: 0 });
      return endOf(called, target, output, clock);
    },
    cancel: async (target, tokens) => done(await callOnce(target, { mode: 'cancel', tokens }), target),
    forbid: async (target, tokens) => done(await callOnce(target, { mode: 'forbid', tokens }), target),
    inspect: async (target, { secrets }) => done(await callOnce(target, { mode: 'inspect', secrets }), target),
    unlock: async (target, { system, run }) => done(await callOnce(target, { mode: 'unlock', system, run }), target),
    async locks(target) {
      const heard = await callOnce(target, { mode: 'locks' });
      const told = done(heard, target);
      return told.ok ? ok(parseLocks(heard.output.toOutput().text)) : told;
    },
    warm(target) {
      if (!target.local) void pool.warm(target);
    },
    list: (target, directory) => list(target, directory, callOnce, clock),
    close: async () => pool.close(),
  };
}

type Told = { readonly called: Called; readonly output: BoundedOutput };
type CallOnce = (target: Target, request: RunnerCall, createOutput?: () => BoundedOutput) => Promise<Told>;

/** A call that ends in time, and is tried once more when the connection broke: none of these starts a step. */
function limited(call: Caller, { answerTimeout, graceSeconds }: RemoteLimits): CallOnce {
  return async (target, request, createOutput = () => createBoundedOutput({ secrets: secretsOf(request) })) => {
    const own = request.mode === 'observe' ? request.script.deadline : 0;
    const span = own + graceSeconds * 1000 + answerTimeout;
    const attempt = async () => {
      const output = createOutput();
      const listening = { onOutput: output.add, onTail: output.startTail };
      const called = await within(span, (signal) => call(target, request, { ...listening, signal }));
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

/** What the runner did that has no end but `done`: only the host itself can say so. */
function done({ called }: Told, { name: at }: Target): Result<void> {
  if (called.kind === 'unsent') return failed(called.failure);
  if (called.kind === 'broken') return failed({ code: 'ssh.unreachable', at, detail: called.detail });
  const { word, rest } = called.answer;
  if (word === 'done') return ok(undefined);
  if (word === 'alive') return failed({ code: 'host.command-failed', at, detail: `still runs: ${rest}` });
  const [kind = '', ...more] = rest.split(' ');
  const refusal = word === 'refused' ? refusalOf(at, kind, more.join(' ')) : undefined;
  return failed(refusal ?? { code: 'host.command-failed', at, detail: `answer: ${word} ${rest}`.trim() });
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
