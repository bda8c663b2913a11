import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Secret } from '../domain/secret.js';
import { boltLogger } from './bolt-logger.js';

/**
 * Three clients, because a rate limit pauses the whole queue of a client: progress that must wait may not
 * keep a dialog from opening within the 3 s that Slack gives it, and Home may not keep a card from being edited.
 */
export type SlackClients = {
  /** For a person who waits: dialogs, private answers, look-ups. */
  readonly interactive: WebClient;
  /** For the projector, which has its own back-off. */
  readonly projector: WebClient;
  /** For App Home, which has its own pace. */
  readonly home: WebClient;
  /** `https://slack.com/api/`, or what takes its place (GovSlack, the sandbox). */
  readonly apiUrl: string;
};

/** One request to Slack, as `fetch` makes it. */
export type SlackCall = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** No client retries by itself: the default policy would wait for up to 30 min. */
export function createSlackClients(input: {
  readonly botToken: Secret;
  readonly apiUrl?: string | undefined;
  readonly log: Logger;
  /** Told of every call to the Web API at `apiUrl`. */
  readonly watchCalls?: (apiUrl: string, call: SlackCall) => SlackCall;
}): SlackClients {
  const apiUrl = input.apiUrl ?? 'https://slack.com/api/';
  const watched = input.watchCalls?.(apiUrl, callSlack) ?? callSlack;
  const options: WebClientOptions = {
    ...{ slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
    fetch: (url, init) => watched(url, init as RequestInit),
    logger: boltLogger(input.log),
  };
  const client = (timeout: number) => new WebClient(input.botToken.reveal(), { ...options, timeout });
  return { interactive: client(2_500), projector: client(5_000), home: client(5_000), apiUrl };
}

/** Methods that only read: asking once more does no harm. */
const READING = /\.(info|list|members|test|getPermalink|history|replies)$/;

// A kept connection may close in the very moment of a call, and nobody's click is to be refused for it. Everything else may have been
// done, and is looked for before it is done again.
async function callSlack(url: string | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (!isBroken(error) || !READING.test(new URL(url).pathname)) throw error;
    return fetch(url, init);
  }
}

/** The connection broke or could not be made; a call that took too long is aborted, which is something else. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError;
}
