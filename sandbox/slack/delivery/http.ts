import { randomUUID } from 'node:crypto';
import type { Json } from '../model.js';
import { addViolation, type State } from '../state.js';
import { ackDeadlineMs, type Delivery, type Envelope, type Line } from './line.js';
import { signedHeaders } from './sign.js';

/** An app that is called at its own address instead of holding connections. */
export interface HttpDelivery {
  kind: 'http';
  /** The request URL, the same for events, commands and interactivity. */
  url: string | (() => string);
  signingSecret: string;
}

/** Hands everything over as signed requests, as Slack does with an app that has a request URL. */
export function createHttpLine(state: State, options: HttpDelivery, closing: AbortSignal): Line {
  return {
    async send(envelope) {
      const sentAt = performance.now();
      try {
        const response = await request(state, options, envelope, closing);
        return await read(state, envelope, response, Math.round(performance.now() - sentAt));
      } catch (error) {
        return failed(state, envelope, error);
      }
    },
    untilReachable: () => Promise.resolve(),
    reasonFor: (outcome) =>
      ({ timeout: 'http_timeout', refused: 'http_error' })[outcome as string] ?? 'connection_failed',
  };
}

/** What Slack does when somebody saves a request URL: it sends a challenge, which must come back. */
export async function verifyUrl(state: State, options: HttpDelivery, closing: AbortSignal): Promise<boolean> {
  const challenge = randomUUID();
  const payload = { type: 'url_verification', token: 'sandbox', challenge };
  const envelope: Envelope = { type: 'events_api', payload, what: 'url_verification' };
  const response = await request(state, options, envelope, closing).catch(() => undefined);
  if (!response?.ok) return false;
  const body = await response.text();
  const answered = (readJson(body)?.challenge ?? new URLSearchParams(body).get('challenge') ?? body) as unknown;
  return answered === challenge;
}

function request(
  state: State,
  { url, signingSecret }: HttpDelivery,
  { type, payload, retry }: Envelope,
  closing: AbortSignal,
): Promise<Response> {
  const body = bodyOf(type, payload);
  const at = Math.floor(state.now() / 1000);
  const contentType = type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded';
  const retrying = retry
    ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }
    : undefined;
  return fetch(typeof url === 'string' ? url : url(), {
    method: 'POST',
    body,
    redirect: 'error',
    headers: {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signedHeaders(signingSecret, body, at),
      ...retrying,
    },
    signal: AbortSignal.any([AbortSignal.timeout(ackDeadlineMs), closing]),
  });
}

function bodyOf(type: Envelope['type'], payload: Json): string {
  if (type === 'events_api') return JSON.stringify(payload);
  const fields = type === 'slash_commands' ? { token: 'sandbox', ...payload } : { payload: JSON.stringify(payload) };
  return new URLSearchParams(fields as Record<string, string>).toString();
}

async function read(state: State, envelope: Envelope, response: Response, ms: number): Promise<Delivery> {
  const body = await response.text();
  if (!response.ok) {
    addViolation(state, 'http-status', envelope.type, `${envelope.what} was answered with HTTP ${response.status}`);
    return { outcome: 'refused', noRetry: response.headers.get('x-slack-no-retry') === '1' };
  }
  if (body.trim() === '') return { outcome: 'acked', payload: {}, ms };
  const isJson = response.headers.get('content-type')?.includes('json');
  // A command may be answered with a bare text.
  return { outcome: 'acked', payload: (isJson ? readJson(body) : { text: body }) ?? {}, ms };
}

function failed(state: State, { type, what }: Envelope, error: unknown): Delivery {
  if ((error as Error).name !== 'TimeoutError') return { outcome: 'no-socket' };
  addViolation(state, 'no-ack', type, `${what} was not acknowledged within ${ackDeadlineMs} ms`);
  return { outcome: 'timeout' };
}

function readJson(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
