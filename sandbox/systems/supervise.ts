import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SystemHost } from './system.js';

/** A service as its unit file would describe it: a Node program with its arguments and environment. */
export type Unit = {
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  onLine?(line: string): void;
};

export type Service = {
  readonly pid: number | undefined;
  start(): void;
  stop(): Promise<void>;
};

const restartMs = 300;
const graceMs = 3_000;
const exitWithParent = fileURLToPath(new URL('./exit-with-parent.js', import.meta.url));

/** Starts a service on the host and, as systemd would, starts it again whenever it ends without being told to. */
export function supervise(host: SystemHost, unit: Unit): Service {
  let child: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;

  const start = () => {
    if (child) return;
    clearTimeout(restart);
    const started = spawnUnit(host, unit);
    child = started;
    started.once('error', () => undefined);
    started.once('close', () => {
      if (child !== started) return;
      child = undefined;
      restart = setTimeout(start, restartMs);
    });
  };
  const stop = async () => {
    clearTimeout(restart);
    const stopping = child;
    child = undefined;
    if (stopping) await end(stopping);
  };

  start();
  return {
    get pid() {
      return child?.pid;
    },
    start,
    stop,
  };
}

function spawnUnit(host: SystemHost, { args, env = {}, onLine }: Unit): ChildProcess {
  const all = ['--import', exitWithParent, ...args];
  const child = host.spawn(process.execPath, all, { env, cwd: host.root });
  if (child.stdout) createInterface(child.stdout).on('line', (line) => onLine?.(line));
  child.stderr?.resume();
  return child;
}

/** Asks the process to end, and ends it when it does not. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('close', () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
