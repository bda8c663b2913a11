import { type App, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Secret } from '../domain/secret.js';
import type { Milliseconds } from '../domain/time.js';
import { boltLogger } from './bolt-logger.js';

export type SocketOptions = { readonly appToken: Secret; readonly apiUrl: string; readonly log: Logger };

/** One connection from its greeting to its end. */
export type Socket = { readonly ended: Promise<void>; close(): void };

/** Slack greets within a fraction of a second; a connection that was never greeted receives nothing. */
const GREETING: Milliseconds = 10_000;

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
  const ended = new Promise<void>((resolve) => {
    receiver.client.once('disconnected', () => resolve());
    // Slack may take 30 s to close a connection it gave up; the next one is opened at once.
    receiver.client.on('ws_message', (data) => {
      if (isDisconnect(data)) resolve();
    });
  });
  const close = () => void receiver.stop().catch((error) => log.debug({ err: error }, 'socket already closed'));
  try {
    await greeted(receiver.start());
  } catch (error) {
    close();
    throw error ?? new Error('the connection closed before Slack greeted it');
  }
  return { ended, close };
}

function greeted(started: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no greeting from Slack within ${GREETING} ms`)), GREETING);
  });
  return Promise.race([started, tooLate]).finally(() => clearTimeout(timer));
}

function isDisconnect(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return false;
  try {
    return (JSON.parse(data) as { type?: unknown }).type === 'disconnect';
  } catch {
    return false;
  }
}
