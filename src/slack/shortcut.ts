import type { App, MessageShortcut } from '@slack/bolt';
import { printable } from '../domain/printable.js';
import { CALLBACKS } from '../view/actions.js';
import { cut } from '../view/characters.js';
import { problem } from '../view/problem.js';
import { MAX_REASON } from '../view/request-modal.js';
import { acknowledge } from './acknowledge.js';
import { strangeness } from './admit.js';
import { chooseRollback } from './choose-rollback.js';
import { deliverReply } from './deliver-reply.js';
import type { Asker, Desk } from './desk.js';
import { incidentHere } from './incident-link.js';
import { readMessage } from './read-message.js';
import { tellPrivately } from './tell.js';

/** "Roll back from this incident", in the menu of any message, also inside threads. */
export function registerShortcut(app: App, desk: Desk): void {
  app.shortcut<MessageShortcut>(CALLBACKS.rollBack, async ({ ack, shortcut, respond }) => {
    await acknowledge(desk, ack);
    if (!(await desk.once(`shortcut:${shortcut.trigger_id}`))) return;
    const { user, channel, message, trigger_id: trigger } = shortcut;
    const asker: Asker = { by: user.id, channel: channel.id, thread: threadOf(message), trigger, respond };
    desk.heardFrom(asker.channel);
    // Side by side: the dialog must open within 3 s.
    const [refusal, asked] = await Promise.all([
      strangeness(asker.by, desk.people),
      askedFrom(desk, asker.channel, message),
    ]);
    if (refusal) return tellPrivately(desk, asker, problem(refusal, desk.languageIn(asker.channel)));
    await deliverReply(desk, asker, chooseRollback(desk, asker.by, asked));
  });
}

type Message = MessageShortcut['message'];

/** The message's thread is the incident; what a person wrote there is where the reason begins. */
async function askedFrom(desk: Desk, channel: string, message: Message) {
  const incident = await incidentHere(desk, { channel, thread: message.thread_ts ?? message.ts });
  const isPersons = message.user !== undefined && message.bot_id === undefined && message.subtype === undefined;
  const reason = isPersons ? cut(printable(readMessage(message.text ?? '')), MAX_REASON) : '';
  return { channel, ...(incident ? { incident } : {}), ...(reason === '' ? {} : { reason }) };
}

/** Where a private answer is seen: in the thread only when the message is a reply. */
function threadOf({ ts, thread_ts: thread }: Message): string | undefined {
  return thread === ts ? undefined : thread;
}
