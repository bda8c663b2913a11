import type { Milliseconds } from '../../domain/time.js';
import type { RunState } from '../../run/state.js';
import type { View } from '../../view/scene.js';
import { type Trouble, troubleOf } from '../trouble.js';
import type { Memory } from './memory.js';
import type { Setting } from './setting.js';

type Asking = Pick<Setting, 'client' | 'holds' | 'clock'>;

const KEY = 'permalink';
const REFUSED_WAIT: Milliseconds = 60_000;

/** The addresses that an incident thread shows, as far as Slack tells them. Words do where it does not, and nothing waits for it. */
export async function addressesOf(
  asking: Asking,
  { addresses, posted }: Pick<Memory, 'addresses' | 'posted'>,
  { incident }: RunState,
): Promise<Pick<View, 'addressOf' | 'threadAddress'>> {
  const card = posted.get('card');
  if (!incident || !card) return {};
  const wanted = [card, { channel: incident.channel, ts: incident.thread }];
  await Promise.all(wanted.map((place) => learn(asking, addresses, place)));
  return {
    addressOf: (key) => {
      const place = posted.get(key);
      return place && addresses.get(nameOf(place));
    },
    threadAddress: ({ channel, thread }) => addresses.get(nameOf({ channel, ts: thread })),
  };
}

type Place = { readonly channel: string; readonly ts: string };

/** Each is asked for once; later again when it could not be told, unless there is no such message. */
async function learn({ client, holds, clock }: Asking, addresses: Memory['addresses'], place: Place): Promise<void> {
  const name = nameOf(place);
  const now = clock.now();
  if (addresses.has(name) || holds.freeAt(['slack', KEY, refusedKey(name)], now) > now) return;
  try {
    const { permalink } = await client.chat.getPermalink({ channel: place.channel, message_ts: place.ts });
    addresses.set(name, permalink);
    holds.worked(KEY, clock.now());
  } catch (error) {
    const trouble = troubleOf(error);
    if (isMissing(trouble)) addresses.set(name, undefined);
    else putOff({ holds, clock }, name, trouble);
  }
}

function isMissing(trouble: Trouble): boolean {
  return trouble.kind === 'refused' && trouble.error === 'message_not_found';
}

function putOff({ holds, clock }: Pick<Asking, 'holds' | 'clock'>, name: string, trouble: Trouble): void {
  const now = clock.now();
  if (trouble.kind === 'refused') holds.hold(refusedKey(name), now + REFUSED_WAIT);
  else if (trouble.kind === 'limited') holds.hold(KEY, now + trouble.wait);
  else holds.failed(KEY, now);
}

/** A refusal is about one message; the others are asked for all the same. */
function refusedKey(name: string): string {
  return `${KEY}:${name}`;
}

function nameOf({ channel, ts }: Place): string {
  return `${channel}/${ts}`;
}
