import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../../commands/command.js';
import type { Milliseconds } from '../domain/time.js';
import { fileMessages } from '../view/file-messages.js';
import { fileNote } from '../view/note.js';
import type { Message } from '../view/surface.js';
import type { Asker, Desk } from './desk.js';
import { openedFromHome } from './home/home-dialogs.js';
import { openModal, updateModal } from './open-modal.js';
import { permalinkOf } from './permalink.js';
import { tellEverybody, tellPrivately } from './tell.js';
import { describeTrouble, troubleOf } from './trouble.js';

/** So long nobody wonders whether anything happens. */
const PATIENCE: Milliseconds = 700;

/** Brings a command's reply to the person who asked. Rejects when it could not be shown in any way. */
export async function deliverReply(desk: Desk, asker: Asker, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'modal':
      return deliverModal(desk, asker, reply);
    case 'file':
      return deliverFile(desk, asker, reply);
    case 'later':
      return deliverLater(desk, asker, reply);
    case 'message':
      return deliverMessages(desk, asker, reply);
  }
}

async function deliverMessages(desk: Desk, asker: Asker, reply: Reply & { kind: 'message' }): Promise<void> {
  const { audience, message, more = [], replaces = false } = reply;
  const tell = audience === 'channel' ? tellEverybody : tellThem;
  if (replaces && asker.respond && !isMention(asker)) await tellPrivately(desk, asker, message, { replaces });
  else await tell(desk, asker, message);
  for (const next of more) await tell(desk, asker, next);
}

/** A quick answer comes alone; before a slow one the person is told that it is on its way. */
async function deliverLater(desk: Desk, asker: Asker, { asking, answer }: Reply & { kind: 'later' }): Promise<void> {
  const answered = answer();
  // Whoever waits below meets the failure; until then it must not count as unhandled.
  answered.catch(() => {});
  const isSlow = await Promise.race([answered.then(() => false), sleep(PATIENCE, true, { ref: false })]);
  if (isSlow) await tellThem(desk, asker, asking);
  await deliverReply(desk, asker, await answered);
}

async function deliverModal(desk: Desk, asker: Asker, reply: Reply & { kind: 'modal' }): Promise<void> {
  if (asker.trigger === undefined) return tellEverybody(desk, asker, reply.opener);
  const id = randomUUID();
  const modal = asker.isDirect ? openedFromHome(reply.modal) : reply.modal;
  try {
    await openModal(desk.client, asker.trigger, modal, id);
  } catch (error) {
    // Too late or no answer: a button brings a fresh trigger.
    desk.log.warn({ detail: describeTrouble(troubleOf(error)) }, 'a dialog did not open; sending the button for it');
    return tellPrivately(desk, asker, reply.opener);
  }
  const later = await reply.later?.();
  if (later) await updateModal(desk, { external_id: id }, later);
}

/** The file goes below its run's card, where everybody looks for it; the asker is told so. */
async function deliverFile(desk: Desk, asker: Asker, file: Reply & { kind: 'file' }): Promise<void> {
  const { name, title, content } = file;
  const card = await desk.store.find(file.run, 'card');
  const [channel, thread] = card ? [card.channel, card.ts] : [asker.channel, asker.thread];
  const upload = { filename: name, title, content, channel_id: channel };
  try {
    await desk.client.filesUploadV2(thread ? { ...upload, thread_ts: thread } : upload);
  } catch (error) {
    desk.log.warn({ name, detail: describeTrouble(troubleOf(error)) }, 'an upload failed; sending its text');
    for (const message of fileMessages(title, content, desk.languageIn(asker.channel)))
      await tellThem(desk, asker, message);
    return;
  }
  // Who asked in that very thread sees it there.
  if (isMention(asker) && asker.channel === channel && asker.thread === thread) return;
  const permalink = card && (await permalinkOf(desk, card));
  await tellThem(desk, asker, fileNote(card && { run: file.run, channel, permalink }, desk.languageIn(asker.channel)));
}

/** A private message inside a thread is shown unreliably, so there everybody sees the answer. */
async function tellThem(desk: Desk, asker: Asker, message: Message): Promise<void> {
  return isMention(asker) ? tellEverybody(desk, asker, message) : tellPrivately(desk, asker, message);
}

function isMention({ thread, trigger }: Asker): boolean {
  return thread !== undefined && trigger === undefined;
}
