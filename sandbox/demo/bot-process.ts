import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runNode } from '../systems/run-node.js';

/** The real bot as a process of its own, which may be killed and started again. */
export type BotProcess = {
  readonly pid: number | undefined;
  /** How the last process ended, e.g. `exit code 1` or `SIGKILL`; undefined while it runs or before it did. */
  readonly ended: string | undefined;
  /** The last lines of its output, all starts together. */
  readonly lines: readonly string[];
  start(): void;
  /** Sends the signal and returns when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** TERM, and KILL when that was not enough. */
  stop(): Promise<void>;
};

const repository = fileURLToPath(new URL('../../', import.meta.url));
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LOG_LEVEL'];
const graceMs = 10_000;
const maxLines = 2_000;

type BotOptions = {
  /** Called when it ends although nobody asked it to. */
  readonly died?: ((how: string) => void) | undefined;
  /** Words in front of the command, of a program that becomes the bot at its end. */
  readonly through?: readonly string[];
};

/** A bot that is not running yet. */
export function createBot(env: Record<string, string>, { died, through = [] }: BotOptions = {}): BotProcess {
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  let ended: string | undefined;
  let isAsked = false;

  const kill = async (signal: NodeJS.Signals) => {
    if (!child) return;
    isAsked = true;
    const gone = once(child, 'close');
    child.kill(signal);
    await gone;
  };
  return {
    lines,
    get pid() {
      return child?.pid;
    },
    get ended() {
      return ended;
    },
    start() {
      if (child) return;
      isAsked = false;
      ended = undefined;
      child = spawnBot(env, through, lines);
      child.once('close', (code, signal) => {
        child = undefined;
        ended = signal ?? `exit code ${code}`;
        if (!isAsked) died?.(ended);
      });
    },
    kill,
    async stop() {
      const patience = setTimeout(() => child?.kill('SIGKILL'), graceMs);
      await kill('SIGTERM');
      clearTimeout(patience);
    },
  };
}

/** Starts the bot as `npm start` does, except that it ends with this process. */
function spawnBot(env: Record<string, string>, through: readonly string[], lines: string[]): ChildProcess {
  const kept = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const node = runNode(['--max-semi-space-size=4', 'bin/start.js'], {
    ...Object.fromEntries(kept),
    ...env,
  });
  // Detached: a Ctrl-C in the terminal is for the demonstration, which then asks the bot to stop.
  const options = { cwd: repository, env: node.env, detached: true };
  const [command = node.command, ...args] = [...through, node.command, ...node.args];
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) keepLines(stream, lines);
  return child;
}

function keepLines(stream: NodeJS.ReadableStream, lines: string[]): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    lines.splice(0, lines.length - maxLines);
  });
  stream.on('end', () => rest && lines.push(rest));
}
