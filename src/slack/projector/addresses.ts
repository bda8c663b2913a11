import type { WebClient } from '@slack/web-api';
import type { RunState } from '../../run/state.js';
import type { View } from '../../view/scene.js';
import { troubleOf } from '../trouble.js';
import type { Memory } from './memory.js';

/** The addresses that an incident thread shows, as far as Slack tells them. Words do where it does not. */
export async function addressesOf(
  client: WebClient,
  { addresses, posted }: Pick<Memory, 'addresses' | 'posted'>,
  { incident }: RunState,
): Promise<Pick<View, 'addressOf' | 'threadAddress'>> {
  const card = posted.get('card');
  if (!incident || !card) return {};
  const wanted = [card, { channel: incident.channel, ts: incident.thread }];
  await Promise.all(wanted.map((place) => learn(client, addresses, place)));
  return {
    addressOf: (key) => {
      const place = posted.get(key);
      return place && addresses.get(nameOf(place));
    },
    threadAddress: ({ channel, thread }) => addresses.get(nameOf({ channel, ts: thread })),
  };
}

type Place = { readonly channel: string; readonly ts: string };

/** Each is asked for once; again when it could not be told, unless there is no such message. */
async function learn(client: WebClient, addresses: Memory['addresses'], place: Place): Promise<void> {
  const name = nameOf(place);
  if (addresses.has(name)) return;
  try {
    const { permalink } = await client.chat.getPermalink({ channel: place.channel, message_ts: place.ts });
    addresses.set(name, permalink);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind === 'refused' && trouble.error === 'message_not_found') addresses.set(name, undefined);
  }
}

function nameOf({ channel, ts }: Place): string {
  return `${channel}/${ts}`;
}
