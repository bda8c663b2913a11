import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Fence } from '../domain/fence.js';
import type { Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import { type Caller, composeFor } from './caller.js';
import { type CallEnd, converse, type Line, type Listening } from './converse.js';
import { callPerl, isLeft, LEFT } from './perl-first.js';
import { type CallUpload, PERL_COMMAND, RUNNER_COMMAND, type RunnerLimits, type Upload } from './upload.js';

export type LocalCallerOptions = {
  /** All that a local target's steps find in their environment, HOME and PATH among it. */
  readonly environments: (target: Target) => Result<Readonly<Record<string, string>>>;
  readonly fence: Fence;
  readonly limits: RunnerLimits;
};

/** A caller for this machine: the same runner, read by a shell of its own instead of one behind SSH. */
export function createLocalCaller({ environments, fence, limits }: LocalCallerOptions): Caller {
  return async (target, call, listening) => {
    const env = environments(target);
    if (!env.ok) return { kind: 'unsent', failure: env.failure };
    const upload = composeFor(target, call, fence, limits);
    if (!upload.ok) return { kind: 'unsent', failure: upload.failure };
    const end = await talk(env.value, upload.value, listening);
    if (end instanceof Error) {
      const facts = { fix: 'look at process limits, memory and /bin/sh' };
      return { kind: 'unsent', failure: { code: 'host.unsuitable', at: target.name, detail: end.message, facts } };
    }
    if (isLeft(end)) return LEFT;
    return end.kind === 'answered' ? end : { kind: 'broken', isMute: !end.isDead, detail: end.detail };
  };
}

type Environment = Readonly<Record<string, string>>;

async function talk(env: Environment, upload: CallUpload, listening: Listening): Promise<CallEnd | Error> {
  const { nonce, inPerl } = upload;
  const inShell = async () => speak(env, RUNNER_COMMAND, { nonce, text: upload.text }, listening);
  if (!inPerl) return inShell();
  const perl = callPerl(listening, false);
  const end = await speak(env, PERL_COMMAND, { nonce, text: inPerl.text }, perl.listening);
  return end instanceof Error || !perl.isForShell(end) ? end : inShell();
}

async function speak(
  env: Environment,
  command: string,
  upload: Upload,
  listening: Listening,
): Promise<CallEnd | Error> {
  const shell = await startShell(env, command);
  return shell instanceof Error ? shell : converse(lineTo(shell), upload, listening);
}

async function startShell(env: Environment, command: string): Promise<ChildProcessWithoutNullStreams | Error> {
  // A session of its own: a Ctrl-C in the bot's terminal is not meant for the steps.
  const shell = spawn('/bin/sh', ['-c', command], { env, cwd: '/', detached: true, stdio: 'pipe' });
  try {
    await once(shell, 'spawn');
    return shell;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function lineTo(shell: ChildProcessWithoutNullStreams): Line {
  return {
    ...{ input: shell.stdin, output: shell.stdout, noise: shell.stderr },
    onEnd: (end) => shell.once('close', end),
    // A pipe breaks only because the shell is gone, and then its end tells more.
    onFault: () => shell.stdin.on('error', () => {}),
    hangUp() {
      for (const stream of [shell.stdin, shell.stdout, shell.stderr]) stream.destroy();
    },
  };
}
