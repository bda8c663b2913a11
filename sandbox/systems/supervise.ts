import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BoxProcess } from '../host/spawn-process.js';
import { runNode } from './run-node.js';
import type { SystemHost } from './system.js';

/** A service as its unit file would describe it: a Node program with its arguments and environment. */
export type Unit = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  /** Whose rules hold when the program ends by itself; systemd's by default. */
  readonly manager?: Manager;
};

export type Manager = 'systemd' | 'supervisor';

/** `starting` until the program has lived a while, `waiting` between two attempts, `failed` once nobody tries any more. */
export type Phase = 'stopped' | 'starting' | 'running' | 'waiting' | 'failed';

/** What a service manager knows about a service; `since` in milliseconds since the epoch. */
export type ServiceSight = {
  readonly phase: Phase;
  readonly pid: number | undefined;
  readonly since: number;
  /** Of the last program that ended; null when a signal ended it. */
  readonly exitCode: number | null | undefined;
  readonly restarts: number;
};

export type Service = {
  readonly name: string;
  /** Where the process writes what it has to say, e.g. why it could not start. */
  readonly logFile: string;
  look(): ServiceSight;
  /** Starts it, forgetting earlier failures; nothing happens while it runs. */
  start(): void;
  stop(): Promise<void>;
};

type Policy = {
  /** A program that ends sooner counts as a start that failed. */
  readonly settleMs: number;
  /** So many failed starts in a row, and it is given up. */
  readonly starts: number;
  readonly delayMs: (failedStarts: number) => number;
};

/** systemd's Restart=always with five starts in ten seconds; supervisor's startsecs=1 and startretries=3. */
const policies: Record<Manager, Policy> = {
  systemd: { settleMs: 2_000, starts: 5, delayMs: () => 300 },
  supervisor: { settleMs: 1_000, starts: 4, delayMs: (failed) => failed * 1_000 },
};

/** Starts a service on the host and starts it again whenever it ends without being told to, as its manager would. */
export function supervise(host: SystemHost, unit: Unit): Service {
  const logFile = join(host.root, 'var/log', unit.name, 'service.log');
  mkdirSync(dirname(logFile), { recursive: true });
  const policy = policies[unit.manager ?? 'systemd'];
  const seen = { phase: 'stopped' as Phase, since: Date.now(), exitCode: undefined as number | null | undefined };
  let current: BoxProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let [failedStarts, restarts] = [0, 0];

  const enter = (phase: Phase) => Object.assign(seen, { phase, since: Date.now() });
  const launch = () => {
    const { command, args, env } = runNode(unit.args, unit.env);
    const started = host.spawn(command, args, { cwd: host.root, env, logFile });
    current = started;
    enter('starting');
    timer = setTimeout(() => {
      failedStarts = 0;
      enter('running');
    }, policy.settleMs);
    void started.exited.then((code) => current === started && ended(code));
  };
  const ended = (code: number | null) => {
    clearTimeout(timer);
    current = undefined;
    seen.exitCode = code;
    if (seen.phase === 'starting') failedStarts += 1;
    if (failedStarts >= policy.starts) return enter('failed');
    restarts += 1;
    timer = setTimeout(launch, policy.delayMs(failedStarts));
    return enter('waiting');
  };
  const start = () => {
    if (current) return;
    clearTimeout(timer);
    failedStarts = 0;
    launch();
  };
  const stop = async () => {
    clearTimeout(timer);
    const stopping = current;
    current = undefined;
    await stopping?.stop();
    enter('stopped');
  };

  start();
  return { name: unit.name, logFile, look: () => ({ ...seen, pid: current?.pid, restarts }), start, stop };
}
