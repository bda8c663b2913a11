import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { RunState } from '../../src/run/state.js';
import type { Order, Start } from './bot.js';
import type { World } from './world.js';

/** What a call came to: `gone` when the bot died before it answered, and nobody knows. */
export type Told = { readonly value: unknown } | { readonly error: string } | 'gone';

/** A bot as a process of its own. */
export type BotHandle = {
  readonly pid: number;
  /** The newest state of each run that it told. */
  readonly runs: ReadonlyMap<string, RunState>;
  /** How it ended, undefined while it lives: a signal's name, `exit <code>`, or the failure that it refused to start with. */
  readonly ended: string | undefined;
  /** Its last words on standard error. */
  readonly noise: string;
  call(method: string, ...args: readonly unknown[]): Promise<Told>;
  /** Moves its clock. */
  skew(milliseconds: number): void;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it is ready or gone. */
  readonly settled: Promise<void>;
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
  /** Calls `listener` at every state and at the end. */
  onNews(listener: () => void): void;
};

export type BotOptions = Partial<Pick<Start, 'moment' | 'skew' | 'limits' | 'systems' | 'journalFile'>>;

/** How patient a bot is with hosts that answer at once. */
const QUICK = { graceSeconds: 1, connectTimeout: 2_000, keepalive: 1_000, openTimeout: 2_000, answerTimeout: 4_000 };

/** Starts the bundled bot over a world. */
export function startBot(program: string, world: World, options: BotOptions = {}): BotHandle {
  const env = { PATH: process.env.PATH, HOME: world.root, LOG_LEVEL: process.env.LOG_LEVEL };
  const child = fork(program, { execArgv: [], env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const runs = new Map<string, RunState>();
  const waiting = new Map<number, (told: Told) => void>();
  const listeners = new Set<() => void>();
  let [ended, noise, calls] = [undefined as string | undefined, '', 0];
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  child.stderr?.on('data', (chunk) => {
    noise = `${noise}${chunk}`.slice(-20_000);
  });
  const news = () => {
    for (const listener of listeners) listener();
  };
  child.on('message', (message: Message) => {
    if (message.kind === 'state') runs.set(message.state.id, message.state);
    if (message.kind === 'answer') waiting.get(message.id)?.(message);
    if (message.kind === 'refused') ended = message.failure.code;
    if (message.kind === 'ready') settle();
    news();
  });
  const gone = ending(child).then((how) => {
    ended ??= how;
    for (const resolve of waiting.values()) resolve('gone');
    settle();
    news();
  });
  const send = (order: Order) => child.connected && child.send(order, () => {});
  const { journalFile, traceFile, system, box, knownHostsFile } = world;
  send({
    ...{ kind: 'start', journalFile, traceFile, systems: [system], skew: 0 },
    ...{ key: { keyFile: box.clientKeyFile, knownHostsFile }, ...options },
    limits: { ...QUICK, ...options.limits },
  });
  return {
    ...{ pid: child.pid ?? 0, runs, settled, gone },
    get ended() {
      return ended;
    },
    get noise() {
      return noise;
    },
    call(method, ...args) {
      calls += 1;
      const id = calls;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        if (ended !== undefined || !send({ kind: 'call', id, method, args })) resolve('gone');
      });
    },
    skew: (milliseconds) => void send({ kind: 'skew', skew: milliseconds }),
    kill: (signal) => void child.kill(signal),
    onNews: (listener) => void listeners.add(listener),
  };
}

type Message =
  | { readonly kind: 'state'; readonly state: RunState }
  | ({ readonly kind: 'answer'; readonly id: number } & Exclude<Told, 'gone'>)
  | { readonly kind: 'refused'; readonly failure: { readonly code: string } }
  | { readonly kind: 'ready' };

async function ending(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit');
  return signal ?? `exit ${code}`;
}
