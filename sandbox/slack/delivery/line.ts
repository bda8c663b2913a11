import type { Json } from '../model.js';

/** How long Slack waits for an acknowledgement. */
export const ackDeadlineMs = 3000;

/** What Slack hands to an app, by the way it is handed over. */
export type EnvelopeType = 'events_api' | 'slash_commands' | 'interactive';

/** How one try to hand something over fared. */
export type Delivery =
  | { outcome: 'acked'; payload: Json; ms: number }
  | { outcome: 'no-socket' | 'timeout' | 'socket-closed' | 'refused'; noRetry?: boolean };

/** That it was tried before: how often, and why it is tried again, in the words of this way of delivery. */
export interface Retry {
  attempt: number;
  reason: string;
}

export interface Envelope {
  type: EnvelopeType;
  payload: Json;
  /** For the list of violations: which command, button or event it is. */
  what: string;
  retry?: Retry;
}

/** The way to the app: its Socket Mode connections, or its request URL. */
export interface Line {
  /** One try. */
  send: (envelope: Envelope) => Promise<Delivery>;
  /** Settles when a try makes sense: at once, or when a connection is there. */
  untilReachable: () => Promise<void>;
  /** Why a try that fared like this is repeated, as the app is told. */
  reasonFor: (outcome: Delivery['outcome']) => string;
}
