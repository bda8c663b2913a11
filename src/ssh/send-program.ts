import type { Duplex } from 'node:stream';
import type { Milliseconds } from '../domain/time.js';
import { createAnswerReader } from './answer.js';
import { composeProgram } from './upload.js';

/**
 * Gives a shell that waits, or Perl, the program that starts steps, before anybody knows which. Resolves with whether it is there:
 * not when it ended first, or did not say so within `timeout`; nobody knows then what it would do with more.
 */
export async function sendProgram(channel: Duplex, isPerl: boolean, timeout: Milliseconds): Promise<boolean> {
  const { nonce, text } = composeProgram(isPerl);
  return new Promise((resolve) => {
    const finish = (hasProgram: boolean) => {
      clearTimeout(timer);
      channel.off('data', hear).off('close', gone);
      resolve(hasProgram);
    };
    const gone = () => finish(false);
    const reader = createAnswerReader(nonce, { onOutput: () => {}, onAnswer: () => finish(true) });
    const hear = (chunk: Buffer) => reader.push(chunk);
    const timer = setTimeout(gone, timeout).unref();
    channel.on('data', hear).on('close', gone);
    channel.write(text);
  });
}
