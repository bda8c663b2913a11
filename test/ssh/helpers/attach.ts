import { type ChildProcess, spawn } from 'node:child_process';
import { createAnswerReader } from '../../../src/ssh/answer.js';
import { type CallUpload, composeProgram, PERL_COMMAND, RUNNER_COMMAND, type Upload } from '../../../src/ssh/upload.js';

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

/** What is left for a shell when Perl gives up, or has ended: after so many answers, and bytes of the next step. */
export type Again = (answers: number, bytes: number) => Upload;

/** Runs an upload through a shell's standard input and keeps it open until the answers are there, as the adapter does. */
export function attach(env: Record<string, string>, upload: Upload, count = 1, command = RUNNER_COMMAND): Attach {
  return converse(env, { command, upload }, count);
}

/** The same through Perl; without `again` what it gives up with is an answer. */
export function attachInPerl(env: Record<string, string>, upload: CallUpload, count = 1, again?: Again): Attach {
  const text = upload.inPerl?.text ?? '';
  return converse(
    env,
    { command: PERL_COMMAND, upload: { nonce: upload.nonce, text }, ...(again && { again }) },
    count,
  );
}

/**
 * Sends the program that starts steps ahead, to Perl when there is an `again`, and what is left of the upload when it is there and
 * `meanwhile`, what happens before the start, is over.
 */
export function attachAhead(
  env: Record<string, string>,
  upload: CallUpload,
  count: number,
  again: Again | undefined,
  meanwhile: () => void | Promise<void>,
): Attach {
  const program = composeProgram(again !== undefined);
  const attached = again
    ? attachInPerl(env, { ...upload, inPerl: { text: program.text, rest: '' } }, count, again)
    : attach(env, { nonce: upload.nonce, text: program.text }, count);
  const { child } = attached;
  const send = async () => {
    await meanwhile();
    child.stdin?.write(again ? (upload.inPerl?.rest ?? '') : upload.rest);
  };
  const reader = createAnswerReader(program.nonce, { onOutput: () => {}, onAnswer: send });
  child.stdout?.on('data', (chunk: Buffer) => reader.push(chunk));
  return attached;
}

type Call = { readonly command: string; readonly upload: Upload; readonly again?: Again };

function converse(env: Record<string, string>, first: Call, count: number): Attach {
  let output: Buffer[] = [];
  let tail: Buffer[] | undefined;
  let noise = '';
  const replies: Reply[] = [];
  const one = withResolvers<Reply>();
  const all = withResolvers<readonly Reply[]>();
  /** Takes an answer; whether it was the last. */
  const take = (word: string, rest: string) => {
    replies.push({
      ...{ word, fields: rest.split(' ') },
      ...{ output: Buffer.concat(output), tail: Buffer.concat(tail ?? []) },
    });
    output = [];
    tail = undefined;
    one.resolve(replies[0]!);
    const isLast = replies.length >= count || !/^ended (exited|unneeded) 0 /.test(`${word} ${rest}`);
    if (isLast) all.resolve(replies);
    return isLast;
  };
  const start = ({ command, upload, again }: Call): ChildProcess => {
    const started = spawn('/bin/sh', ['-c', command], { env, stdio: 'pipe', detached: true });
    let isOver = false;
    const goOn = () => {
      if (again)
        child = start({ command: RUNNER_COMMAND, upload: again(replies.length, Buffer.concat(output).length) });
    };
    started.stdin.on('error', () => {});
    // By the test, as nothing else does while the process lives.
    let isClientGone = false;
    const destroy = started.stdin.destroy.bind(started.stdin);
    started.stdin.destroy = (error) => {
      isClientGone ||= !error && started.exitCode === null && started.signalCode === null;
      return destroy(error);
    };
    started.stderr.on('data', (chunk) => {
      noise += chunk;
    });
    const reader = createAnswerReader(upload.nonce, {
      onOutput: (bytes) => (tail ?? output).push(bytes),
      onTail: () => {
        tail = [];
      },
      onAnswer({ word, rest }) {
        const isGivenUp = again !== undefined && (word === 'unfit' || word === 'left');
        isOver = isGivenUp || take(word, rest);
        if (isGivenUp) goOn();
        if (isOver) started.stdin.end();
      },
    });
    started.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
    started.on('close', () => {
      if (isOver) return;
      // A client that is gone hears nothing more; one that is there asks again.
      if (again && !isClientGone) return goOn();
      const error = new Error(`no answer: ${Buffer.concat(output)} ${noise}`);
      one.reject(error);
      all.reject(error);
    });
    started.stdin.write(upload.text);
    return started;
  };
  let child = start(first);
  return {
    ...{ reply: one.promise, replies: all.promise, upload: first.upload },
    get child() {
      return child;
    },
  };
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
export async function execute(env: Record<string, string>, input: Buffer, command = RUNNER_COMMAND): Promise<void> {
  const child = spawn('/bin/sh', ['-c', command], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await new Promise((resolve) => child.once('exit', resolve));
}
