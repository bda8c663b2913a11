import type { WebClient } from '@slack/web-api';
import type { Inventory } from '../config/inventory.js';
import { describeTrouble, troubleOf } from '../slack/trouble.js';
import { detailWords } from '../view/detail.js';
import type { Words } from '../view/words/words.js';
import { bad, type Finding, good } from './finding.js';

/** Every channel of the inventory: whether runs can be shown there. `isSlackFine`: nothing else of Slack has to be put right first. */
export async function lookAtChannels(
  { systems }: Pick<Inventory, 'systems'>,
  client: WebClient,
  w: Words,
  isSlackFine: boolean,
): Promise<readonly Finding[]> {
  const ids = [...new Set(systems.flatMap(({ channels }) => channels))];
  const named = ids.map((id) => {
    const names = systems.filter(({ channels }) => channels.includes(id)).map(({ name }) => name);
    return lookAtChannel(id, names.join(w.and), client, { w, isSlackFine });
  });
  return Promise.all(named);
}

async function lookAtChannel(
  id: string,
  systems: string,
  client: WebClient,
  { w: all, isSlackFine }: { readonly w: Words; readonly isSlackFine: boolean },
): Promise<Finding> {
  const { channels: w } = all.doctor;
  try {
    const { channel } = await client.conversations.info({ channel: id });
    if (!channel) return bad(w.unknown(id, '{}', isSlackFine));
    const name = channel.name ?? id;
    if (channel.is_archived) return bad(w.archived(name, systems));
    if (channel.is_member === false) return bad(w.outside(name, systems));
    return channel.is_ext_shared ? bad(w.shared(name, systems)) : good(w.good(name, systems));
  } catch (error) {
    const trouble = troubleOf(error);
    const isMissing = trouble.kind === 'refused' && trouble.error === 'channel_not_found';
    return bad(
      isMissing ? w.missing(id, systems) : w.unknown(id, detailWords(describeTrouble(trouble), all), isSlackFine),
    );
  }
}
