import type { Client, ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';
import { type CallEnd, type ConverseOptions, converse, type Line } from './converse.js';
import type { Upload } from './upload.js';

export type ExecuteOptions = ConverseOptions & {
  /** How long the host may take to open a channel: on a half-open connection it never would. */
  readonly openTimeout: Milliseconds;
};

/** Calls the runner over a connection. Never rejects. */
export async function execute(client: Client, upload: Upload, options: ExecuteOptions): Promise<CallEnd> {
  const channel = await openChannel(client, upload.command, options);
  // ssh2 gives a reason when it was the host that said no.
  if (channel instanceof Error) {
    return { kind: 'unopened', isDead: !('reason' in channel), detail: channel.message };
  }
  return converse(lineOf(channel), upload, options);
}

function lineOf(channel: ClientChannel): Line {
  return {
    ...{ input: channel, output: channel, noise: channel.stderr },
    onEnd: (end) => channel.on('close', end),
    onFault: (fault) => channel.on('error', fault),
    hangUp: () => channel.close(),
  };
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
