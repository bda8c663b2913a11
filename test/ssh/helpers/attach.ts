import { type ChildProcess, spawn } from 'node:child_process';
import { createAnswerReader } from '../../../src/ssh/answer.js';
import { type CallUpload, composeProgram, RUNNER_COMMAND, type Upload } from '../../../src/ssh/upload.js';

export type Reply = {
  readonly word: string;
  readonly fields: readonly string[];
  readonly output: Buffer;
  /** The end of an output that was too long to be kept. */
  readonly tail: Buffer;
};

export type Attach = {
  /** The first answer, and all of them when the call is over. */
  readonly reply: Promise<Reply>;
  readonly replies: Promise<readonly Reply[]>;
  readonly child: ChildProcess;
  readonly upload: Upload;
};

/**
 * Sends the program that starts steps ahead, and what is left of the upload when the shell has it and `meanwhile`, what
 * happens before the start, is over.
 */
export function attachAhead(
  env: Record<string, string>,
  upload: CallUpload,
  count = 1,
  meanwhile: () => void | Promise<void> = () => {},
): Attach {
  const program = composeProgram();
  const attached = attach(env, { nonce: upload.nonce, text: program.text }, count);
  const send = async () => {
    await meanwhile();
    attached.child.stdin?.write(upload.rest);
  };
  const reader = createAnswerReader(program.nonce, { onOutput: () => {}, onAnswer: send });
  attached.child.stdout?.on('data', (chunk: Buffer) => reader.push(chunk));
  return attached;
}

/** Runs an upload through a shell's standard input and keeps it open until the answers are there, as the adapter does. */
export function attach(env: Record<string, string>, upload: Upload, count = 1): Attach {
  const child = spawn('/bin/sh', ['-c', RUNNER_COMMAND], { env, stdio: 'pipe', detached: true });
  let output: Buffer[] = [];
  let tail: Buffer[] | undefined;
  let noise = '';
  child.stdin.on('error', () => {});
  child.stderr.on('data', (chunk) => {
    noise += chunk;
  });
  const replies: Reply[] = [];
  const first = withResolvers<Reply>();
  const all = withResolvers<readonly Reply[]>();
  const reader = createAnswerReader(upload.nonce, {
    onOutput: (bytes) => (tail ?? output).push(bytes),
    onTail: () => {
      tail = [];
    },
    onAnswer({ word, rest }) {
      const reply = {
        ...{ word, fields: rest.split(' ') },
        ...{ output: Buffer.concat(output), tail: Buffer.concat(tail ?? []) },
      };
      output = [];
      tail = undefined;
      replies.push(reply);
      first.resolve(reply);
      if (replies.length < count && /^ended (exited|unneeded) 0 /.test(`${word} ${rest}`)) return;
      child.stdin.end();
      all.resolve(replies);
    },
  });
  child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
  child.on('close', () => {
    const error = new Error(`no answer: ${Buffer.concat(output)} ${noise}`);
    first.reject(error);
    all.reject(error);
  });
  child.stdin.write(upload.text);
  return { reply: first.promise, replies: all.promise, child, upload };
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}

/** Runs the runner's command with an input that ends, as a cut connection would leave it. */
export async function execute(env: Record<string, string>, input: Buffer): Promise<void> {
  const child = spawn('/bin/sh', ['-c', RUNNER_COMMAND], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await new Promise((resolve) => child.once('exit', resolve));
}
