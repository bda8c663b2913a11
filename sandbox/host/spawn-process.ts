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
  /** Its number on the box; undefined until the box has told it. */
  readonly pid: number | undefined;
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
  const kill = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // Already gone.
    }
  };
  return { pid, exited, stop: () => stop(kill, exited) };
}

/** Asks a process group to end, and makes it end two seconds later. */
export async function stop(kill: (signal: NodeJS.Signals) => void, exited: Promise<unknown>): Promise<void> {
  kill('SIGTERM');
  const timer = setTimeout(() => kill('SIGKILL'), 2_000);
  await exited;
  clearTimeout(timer);
}
