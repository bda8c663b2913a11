import type { Readable, Writable } from 'node:stream';
import { type Answer, createAnswerReader } from './answer.js';
import type { Upload } from './upload.js';

/**
 * How a call of the runner went. `unopened`: nothing was sent, and the connection is dead unless the host itself refused
 * the channel. `broken`: sent, at least in part; the connection was lost, or the host's shell ended without an answer, with
 * this exit code.
 */
export type CallEnd =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unopened'; readonly isDead: boolean; readonly detail: string }
  | { readonly kind: 'broken'; readonly isDead: boolean; readonly detail: string; readonly code?: number };

/** A shell that listens: an SSH channel, or a process of this machine. */
export type Line = {
  readonly input: Writable;
  readonly output: Readable;
  readonly noise: Readable;
  /** Calls back when the shell is gone; without a code when nobody knows how it ended. */
  onEnd(end: (code?: number | null) => void): void;
  /** Calls back when the line itself breaks. */
  onFault(fault: (error: Error) => void): void;
  hangUp(): void;
};

/** What a caller wants to hear of a call. */
export type Listening = {
  readonly onOutput: (bytes: Buffer) => void;
  /** A step has begun on the host, or had before. */
  readonly onBegin?: () => void;
  /** The output's end follows, of one that was too long to be kept. */
  readonly onTail?: () => void;
  /** Whether the call goes on after an answer; without it the first one is the last. */
  readonly goesOn?: (answer: Answer) => boolean;
  /** Stops listening; the call then ends as broken. */
  readonly signal: AbortSignal;
};

/** What a host prints on standard error is kept up to here, in characters: it tells why there was no answer. */
const NOISE_LIMIT = 1_000;

/** Sends an upload and listens until the runner has answered or can no longer. Never rejects. */
export async function converse(line: Line, { nonce, text }: Upload, listening: Listening): Promise<CallEnd> {
  const { onOutput, onBegin, onTail, goesOn = () => false, signal } = listening;
  return new Promise((resolve) => {
    let noise = '';
    let isOver = false;
    const finish = (end: CallEnd) => {
      if (isOver) return;
      isOver = true;
      signal.removeEventListener('abort', stop);
      // Hanging up tells the runner that nobody listens; a step does not mind.
      line.hangUp();
      resolve(end);
    };
    const broken = (detail: string, isDead: boolean) => finish({ kind: 'broken', isDead, detail });
    const stop = () => broken('no answer in time', false);
    const reader = createAnswerReader(nonce, {
      onOutput: (bytes) => !isOver && onOutput(bytes),
      onBegin: () => !isOver && onBegin?.(),
      onTail: () => !isOver && onTail?.(),
      onAnswer: (answer) => isOver || goesOn(answer) || finish({ kind: 'answered', answer }),
    });
    line.output.on('data', (chunk: Buffer) => reader.push(chunk));
    line.noise.on('data', (chunk: Buffer) => {
      noise = `${noise}${chunk}`.slice(-NOISE_LIMIT);
    });
    line.onFault((error) => broken(error.message, true));
    line.onEnd((code) => {
      const detail = describeSilence(code, noise);
      finish({ kind: 'broken', isDead: typeof code !== 'number', detail, ...(typeof code === 'number' && { code }) });
    });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    else line.input.write(text);
  });
}

function describeSilence(code: number | null | undefined, noise: string): string {
  if (typeof code !== 'number') return 'connection lost';
  return `the host's shell ended with ${code} and no answer: ${noise.trim()}`.replace(/: $/, '');
}
