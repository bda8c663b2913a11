import { systemsIn } from '../../../commands/system.js';
import { type ActionId, decode } from '../../view/actions.js';
import type { Desk } from '../desk.js';
import { isDirect } from '../places.js';
import type { Click } from './click.js';

/**
 * A click in a direct conversation, as if it were made in the channel that it is about: the one that its value names, that of its
 * system, or the only one there is; and only when this person is in it. One in Home stays there.
 */
export async function placed(desk: Desk, action: ActionId, click: Click): Promise<Click> {
  if (click.isHome || !isDirect(click.channel)) return click;
  const all = await desk.places.of(click.by);
  // A menu has its value in its block.
  const value: { readonly channel?: string; readonly system?: string } =
    decode(action, click.value) ?? decode(action, click.block) ?? {};
  const { channel: named, system } = value;
  const isMeant = (channel: string) =>
    named === undefined
      ? system !== undefined && systemsIn(channel, desk.engine).some(({ plan }) => plan.name === system)
      : channel === named;
  const channel = all.find(isMeant) ?? (all.length === 1 ? all[0] : undefined);
  if (channel === undefined) return click;
  // What is shared belongs into the channel; the click's own URL leads to the conversation.
  const { respond } = action === 'share-backups' ? { respond: undefined } : click;
  return { ...click, channel, respond };
}
