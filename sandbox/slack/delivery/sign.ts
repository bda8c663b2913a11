import { createHmac } from 'node:crypto';

/** The headers by which an app knows that a request is Slack's. `at` is in seconds since the epoch. */
export function signedHeaders(signingSecret: string, body: string, at: number): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${digest}` };
}
