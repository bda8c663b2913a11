import type { Client, ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';
import type { Line } from './converse.js';

/** `wasSpare`: it was opened ahead, and may have broken unnoticed. */
export type OpenLine = { readonly channel: ClientChannel | Error; readonly wasSpare: boolean };

/**
 * Opens a line over a connection: a program on the host that waits for an upload. `timeout`: how long the host may take; on
 * a half-open connection it would take for ever.
 */
export async function openChannel(
  client: Client,
  command: string,
  timeout: Milliseconds,
): Promise<ClientChannel | Error> {
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      client.off('close', gone);
      resolve(error);
    };
    const gone = () => fail(new Error('connection lost'));
    const timer = setTimeout(() => fail(new Error('the host opened no channel in time')), timeout);
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

/** ssh2 gives a reason when it was the host that said no; then the connection is as good as before. */
export function isRefusal(error: Error): boolean {
  return 'reason' in error;
}

export function lineOf(channel: ClientChannel): Line {
  return {
    ...{ input: channel, output: channel, noise: channel.stderr },
    onEnd: (end) => channel.on('close', end),
    onFault: (fault) => channel.on('error', fault),
    hangUp: () => channel.close(),
  };
}
