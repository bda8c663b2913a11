import type { Desk } from './desk.js';

/** Acknowledges a delivery. When the connection ended meanwhile the person sees a warning, but what they asked is still done. */
export async function acknowledge(desk: Pick<Desk, 'log'>, ack: () => Promise<void>): Promise<void> {
  try {
    await ack();
  } catch (error) {
    desk.log.warn({ err: error }, 'could not acknowledge a delivery from Slack');
  }
}
