import { note } from '../../view/note.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import { describeTrouble, troubleOf } from '../trouble.js';
import type { Click } from './click.js';

/**
 * A post whose answer was lost is posted again, and the first copy then stands in the channel without ever
 * being edited. Slack lets nobody look for it without reading history; a click on it shows where it is.
 */
export async function removeSecondCopy(desk: Desk, { label, message, ...asker }: Click): Promise<void> {
  if (!label || !message) return;
  const kept = await desk.store.find(label.run, label.surface);
  // Only an older one is a copy: a newer one is the message itself, its ts not stored yet.
  if (!kept || kept.channel !== message.channel || kept.ts <= message.ts) return;
  desk.log.warn({ ...label, ...message }, 'removing the second copy of a message');
  try {
    await desk.client.chat.delete(message);
    await tellPrivately(desk, asker, note('anotherDuplicate', desk.languageIn(asker.channel)));
  } catch (error) {
    desk.log.warn({ ...label, detail: describeTrouble(troubleOf(error)) }, 'could not remove the second copy');
  }
}
