import type { App } from '@slack/bolt';
import { isLink } from '../../commands/dispatch.js';
import type { Thread } from '../domain/request.js';
import { strangeness } from './admit.js';
import { deliverReply } from './deliver-reply.js';
import type { Asker, Desk, Question } from './desk.js';
import { incidentHere, linkFirst, tellMoved, tellWhereLinked } from './incident-link.js';
import { readText } from './read-text.js';

export const MENTION_EVENT = 'app_mention';

type Mention = { readonly user?: string; readonly bot_id?: string; readonly text: string } & {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly channel: string;
};

/** `@Backout …`: answers in the thread, and links it when the channel has no incident yet. Without further words it says what runs. */
export function registerMention(app: App, desk: Desk): void {
  app.event(MENTION_EVENT, async ({ event, body, context }) => {
    if (await desk.once(`event:${body.event_id}`)) await answerMention(desk, event, context.botUserId);
  });
}

async function answerMention(desk: Desk, event: Mention, bot: string | undefined): Promise<void> {
  // A bot that answers bots may talk to one for ever.
  if (event.user === undefined || event.bot_id !== undefined) return;
  const { user, channel, thread_ts: thread } = event;
  const asker: Asker = { by: user, channel, thread: thread ?? event.ts };
  const question: Question = { text: readText(event.text, bot), door: 'mention', by: user, channel };
  desk.heardFrom(channel);
  // A message of its own in the channel starts no incident, and a run's thread tells of the run.
  const incident = await incidentHere(desk, { channel, thread });
  if (!incident || (await strangeness(user, desk.people))) return deliverReply(desk, asker, await desk.ask(question));
  await answerInThread(desk, asker, { ...question, thread: incident });
}

async function answerInThread(desk: Desk, asker: Asker, question: Question & { readonly thread: Thread }) {
  const { text, thread } = question;
  if (isLink(text)) return moveLink(desk, asker, question);
  const incident = await linkFirst(desk, asker, thread);
  await deliverReply(desk, asker, await desk.ask(question));
  if (incident.thread !== thread.thread) await tellWhereLinked(desk, asker, incident);
}

/** A thread that is no longer linked is told where things go on. */
async function moveLink(desk: Desk, asker: Asker, question: Question & { readonly thread: Thread }) {
  const before = await desk.engine.incidentOf(asker.channel);
  await deliverReply(desk, asker, await desk.ask(question));
  if (before && before.thread !== question.thread.thread) await tellMoved(desk, before, question.thread);
}
