import { type App, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Secret } from '../domain/secret.js';
import type { Milliseconds } from '../domain/time.js';
import { boltLogger } from './bolt-logger.js';
import { disconnectReason } from './disconnect.js';

export type SocketOptions = { readonly appToken: Secret; readonly apiUrl: string; readonly log: Logger };

/** One connection from its greeting to its end. */
export type Socket = {
  /** Slack's word that it will end this connection, with its reason; it may still deliver until it does. */
  readonly leaving: Promise<string>;
  readonly ended: Promise<void>;
  close(): void;
};

/** Slack said in place of a greeting why it takes no connection. */
export class TurnedAwayError extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`Slack turned the connection away: ${reason}`);
    this.reason = reason;
  }
}

/** Slack greets within a fraction of a second; a connection that was never greeted receives nothing. */
const GREETING: Milliseconds = 10_000;
/** What was on its way when Slack said that it will end a connection arrives within this time. */
const REMAINS: Milliseconds = 3_000;

/**
 * Opens one Socket Mode connection and returns when Slack has greeted it; rejects otherwise.
 * The client's own reconnecting stays off: it waits 5 s at every refresh, and when it fails it ends the process.
 */
export async function openSocket(app: App, { appToken, apiUrl, log }: SocketOptions): Promise<Socket> {
  const receiver = new SocketModeReceiver({
    appToken: appToken.reveal(),
    autoReconnectEnabled: false,
    logger: boltLogger(log),
    // Without this the receiver asks slack.com, whatever the app was told.
    installerOptions: { clientOptions: { slackApiUrl: apiUrl, timeout: 5_000, retryConfig: { retries: 0 } } },
  });
  receiver.init(app);
  const ended = new Promise<void>((resolve) => receiver.client.once('disconnected', () => resolve()));
  const leaving = keepOpenUntilSlackCloses(receiver.client);
  const close = () => void receiver.stop().catch((error) => log.debug({ err: error }, 'socket already closed'));
  const refused = leaving.then((reason) => Promise.reject(new TurnedAwayError(reason)));
  // After the greeting nobody waits for it any more.
  refused.catch(() => {});
  try {
    await greeted(Promise.race([receiver.start(), refused]));
  } catch (error) {
    close();
    throw error ?? new Error('the connection closed before Slack greeted it');
  }
  closeSoonAfter({ leaving, ended, close });
  return { leaving, ended, close };
}

function closeSoonAfter({ leaving, ended, close }: Socket): void {
  void leaving.then(() => {
    const timer = setTimeout(close, REMAINS);
    void ended.then(() => clearTimeout(timer));
  });
}

/** The client hangs up as soon as Slack says that it will, and loses what was on its way. Here Slack's word is only passed on. */
function keepOpenUntilSlackCloses(client: SocketModeReceiver['client']): Promise<string> {
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  return new Promise((resolve) => {
    client.on('ws_message', (data, ...rest) => {
      const reason = disconnectReason(data);
      if (reason !== undefined) return resolve(reason);
      for (const handle of handlers) handle.call(client, data, ...rest);
    });
  });
}

function greeted(started: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no greeting from Slack within ${GREETING} ms`)), GREETING);
  });
  return Promise.race([started, tooLate]).finally(() => clearTimeout(timer));
}
