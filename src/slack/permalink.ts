import type { Desk } from './desk.js';
import { describeTrouble, troubleOf } from './trouble.js';

/** The address of a message; undefined when Slack does not say, and words must do. */
export async function permalinkOf(
  { client, log }: Pick<Desk, 'client' | 'log'>,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<string | undefined> {
  try {
    return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink;
  } catch (error) {
    log.warn({ channel, ts, detail: describeTrouble(troubleOf(error)) }, 'could not get the address of a message');
    return undefined;
  }
}
