import type { PostedMessage } from '../../engine/ports.js';
import { type ActionId, decode } from '../../view/actions.js';
import { supersededNote } from '../../view/note.js';
import type { Desk } from '../desk.js';
import { permalinkOf } from '../permalink.js';
import { tellPrivately } from '../tell.js';
import { describeTrouble, troubleOf } from '../trouble.js';
import type { Click } from './click.js';

/**
 * A post whose answer was lost is posted again, and the first copy may then stand in the channel without ever being edited:
 * Slack lets nobody look for it without reading history. A press on it does nothing but say so, there too from then on.
 */
export async function isSuperseded(desk: Desk, action: ActionId, click: Click): Promise<boolean> {
  const live = await liveOf(desk, action, click);
  if (!live || !click.message) return false;
  const copy = click.message;
  desk.log.warn({ action, by: click.by, ...copy, live: live.ts }, 'a button of a superseded copy was pressed');
  const permalink = await permalinkOf(desk, live);
  const language = desk.languageIn(click.channel);
  await Promise.all([
    tellPrivately(desk, click, supersededNote('supersededPress', permalink, language)),
    markCopy(desk, copy, supersededNote('superseded', permalink, language)),
  ]);
  return true;
}

/** The message that counts, when the one that was pressed is an older copy of it. */
async function liveOf({ store }: Desk, action: ActionId, click: Click): Promise<PostedMessage | undefined> {
  const { message, isPrivate } = click;
  const label = click.label ?? cardOf(action, click);
  if (!message || !label || isPrivate) return undefined;
  const kept = await store.find(label.run, label.surface);
  // Only an older one is a copy: a newer one is the message itself, its ts not stored yet.
  return kept?.channel === message.channel && kept.ts > message.ts ? kept : undefined;
}

/** What carries no label and stands in the channel itself with a button of a run can only be that run's card. */
function cardOf(action: ActionId, { value, thread, isHome }: Click): Click['label'] {
  const { run }: { readonly run?: string } = decode(action, value) ?? {};
  return run === undefined || thread !== undefined || isHome ? undefined : { run, surface: 'card' };
}

async function markCopy(
  { client, log }: Desk,
  copy: { readonly channel: string; readonly ts: string },
  { text, blocks }: ReturnType<typeof supersededNote>,
): Promise<void> {
  try {
    await client.chat.update({ ...copy, text, blocks: [...blocks] });
  } catch (error) {
    log.warn({ ...copy, detail: describeTrouble(troubleOf(error)) }, 'could not mark a superseded copy');
  }
}
