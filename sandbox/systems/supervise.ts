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
};

export type Service = {
  /** Where the process writes what it has to say, e.g. why it could not start. */
  readonly logFile: string;
  start(): void;
  stop(): Promise<void>;
};

const restartMs = 300;

/** Starts a service on the host and, as systemd would, starts it again whenever it ends without being told to. */
export function supervise(host: SystemHost, unit: Unit): Service {
  const logFile = join(host.root, 'var/log', unit.name, 'service.log');
  mkdirSync(dirname(logFile), { recursive: true });
  let current: BoxProcess | undefined;
  let restart: NodeJS.Timeout | undefined;

  const start = () => {
    if (current) return;
    clearTimeout(restart);
    const { command, args, env } = runNode(unit.args, unit.env);
    const started = host.spawn(command, args, { cwd: host.root, env, logFile });
    current = started;
    void started.exited.then(() => {
      if (current !== started) return;
      current = undefined;
      restart = setTimeout(start, restartMs);
    });
  };
  const stop = async () => {
    clearTimeout(restart);
    const stopping = current;
    current = undefined;
    await stopping?.stop();
  };

  start();
  return { logFile, start, stop };
}
