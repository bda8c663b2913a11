import type { Receiver } from '@slack/bolt';
import type { Secret } from '../domain/secret.js';

/** How what people do in Slack comes in: by connections that the bot opens, or by requests that Slack signs. */
export type SlackTransport =
  | { readonly kind: 'socket'; readonly appToken: Secret }
  | {
      readonly kind: 'http';
      readonly signingSecret: Secret;
      readonly listenAt: { readonly host: string; readonly port: number };
    };

/** A Bolt receiver that says whether it hears. */
export type Hearing = Receiver & {
  /** How many connections to Slack are open; with HTTP, 1 while requests are taken. */
  readonly connections: () => number;
};
