import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

export type SpawnOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** File that receives both outputs; nothing is kept without it. */
  readonly logFile?: string;
};

export type BoxProcess = {
  readonly pid: number;
  /** Resolves with the exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends the process group: TERM, and KILL two seconds later. */
  stop(): Promise<void>;
};

/** Starts a long-running process on a box, detached from the caller. Throws when the program cannot be started. */
export function spawnProcess(
  command: string,
  args: readonly string[],
  { cwd, env = {}, logFile }: SpawnOptions,
  boxEnv: Readonly<Record<string, string>>,
): BoxProcess {
  const log = logFile === undefined ? 'ignore' : openSync(logFile, 'a');
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...boxEnv, ...env, BACKOUT_BOX: boxEnv.BACKOUT_BOX },
    detached: true,
    stdio: ['ignore', log, log],
  });
  if (typeof log === 'number') closeSync(log);
  child.on('error', () => {});
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} cannot be started`);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return { pid, exited, stop: () => stop(pid, exited) };
}

async function stop(pid: number, exited: Promise<unknown>): Promise<void> {
  const kill = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // Already gone.
    }
  };
  kill('SIGTERM');
  const timer = setTimeout(() => kill('SIGKILL'), 2_000);
  await exited;
  clearTimeout(timer);
}
