import type { Logger } from 'pino';
import type { Milliseconds } from '../domain/time.js';

/** The reason in a `disconnect` message of Socket Mode; undefined for every other message. */
export function disconnectReason(data: unknown): string | undefined {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return undefined;
  try {
    const { type, reason } = JSON.parse(data) as { type?: unknown; reason?: unknown };
    return type === 'disconnect' ? String(reason) : undefined;
  } catch {
    return undefined;
  }
}

/** Reasons that people have to do something about; the others are routine. */
const ADVICE: Readonly<Record<string, string>> = {
  too_many_websockets:
    'Slack allows an app 10 connections and all are taken: stop the other bots that use this SLACK_APP_TOKEN',
  link_disabled:
    'Socket Mode was switched off for this app: switch it on at api.slack.com/apps → your app → Socket Mode, or set SLACK_SIGNING_SECRET and PORT instead of SLACK_APP_TOKEN',
};

/** Says in the log why Slack ends a connection. Returns how long to wait before the next one. */
export function heedDisconnect(reason: string, log: Logger): Milliseconds {
  const advice = ADVICE[reason];
  if (advice === undefined) {
    log.info({ reason }, 'Slack renews a connection; another one is opened');
    return 0;
  }
  log.error({ reason }, advice);
  return 15_000;
}
