import type { Client, ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';
import { type Answer, createAnswerReader } from './answer.js';
import type { Upload } from './upload.js';

/**
 * How a call of the runner went. `unopened`: nothing was sent, and the connection is dead unless the host itself refused
 * the channel. `broken`: sent, at least in part; the connection was lost, or the host's shell ended without an answer.
 */
export type CallEnd =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unopened'; readonly isDead: boolean; readonly detail: string }
  | { readonly kind: 'broken'; readonly isDead: boolean; readonly detail: string };

export type ExecuteOptions = {
  readonly onOutput: (bytes: Buffer) => void;
  /** How long the host may take to open a channel: on a half-open connection it never would. */
  readonly openTimeout: Milliseconds;
  /** Stops listening; the call then ends as broken. */
  readonly signal: AbortSignal;
};

/** What a host prints on standard error is kept up to here, in characters: it tells why there was no answer. */
const NOISE_LIMIT = 1_000;

/** Sends an upload over a connection and listens until the runner has answered or can no longer. Never rejects. */
export async function execute(client: Client, upload: Upload, options: ExecuteOptions): Promise<CallEnd> {
  const channel = await openChannel(client, upload.command, options);
  // ssh2 gives a reason when it was the host that said no.
  if (channel instanceof Error) {
    return { kind: 'unopened', isDead: !('reason' in channel), detail: channel.message };
  }
  return new Promise((resolve) => {
    let noise = '';
    const finish = (end: CallEnd) => {
      options.signal.removeEventListener('abort', stop);
      // Closing tells the runner that nobody listens; a step does not mind.
      channel.close();
      resolve(end);
    };
    const broken = (detail: string, isDead: boolean) => finish({ kind: 'broken', isDead, detail });
    const stop = () => broken('no answer in time', false);
    const reader = createAnswerReader(upload.nonce, options.onOutput);
    channel.on('data', (chunk: Buffer) => {
      const answer = reader.push(chunk);
      if (answer) finish({ kind: 'answered', answer });
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      noise = `${noise}${chunk}`.slice(-NOISE_LIMIT);
    });
    channel.on('error', (error: Error) => broken(error.message, true));
    channel.on('close', (code?: number | null) => broken(describeSilence(code, noise), typeof code !== 'number'));
    options.signal.addEventListener('abort', stop);
    if (options.signal.aborted) stop();
    else channel.write(upload.text);
  });
}

function describeSilence(code: number | null | undefined, noise: string): string {
  if (typeof code !== 'number') return 'connection lost';
  return `the host's shell ended with ${code} and no answer: ${noise.trim()}`.replace(/: $/, '');
}

async function openChannel(client: Client, command: string, options: ExecuteOptions): Promise<ClientChannel | Error> {
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      client.off('close', gone);
      resolve(error);
    };
    const gone = () => fail(new Error('connection lost'));
    const timer = setTimeout(() => fail(new Error('the host opened no channel in time')), options.openTimeout);
    client.on('close', gone);
    try {
      client.exec(command, (error, channel) => {
        if (error) return fail(error);
        clearTimeout(timer);
        client.off('close', gone);
        resolve(channel);
        return undefined;
      });
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
