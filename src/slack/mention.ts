import type { App } from '@slack/bolt';
import type { Thread } from '../domain/request.js';
import { note } from '../view/note.js';
import { problem } from '../view/problem.js';
import { deliverReply } from './deliver-reply.js';
import type { Asker, Desk } from './desk.js';
import { readText } from './read-text.js';
import { tellEverybody } from './tell.js';

export const MENTION_EVENT = 'app_mention';

type Mention = { readonly user?: string; readonly bot_id?: string; readonly text: string } & {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly channel: string;
};

/** `@Backout …`: links the thread as the channel's incident and answers in it. Without further words: `status`. */
export function registerMention(app: App, desk: Desk): void {
  app.event(MENTION_EVENT, async ({ event, body, context }) => {
    if (await desk.once(`event:${body.event_id}`)) await answerMention(desk, event, context.botUserId);
  });
}

async function answerMention(desk: Desk, event: Mention, bot: string | undefined): Promise<void> {
  // A bot that answers bots may talk to one for ever.
  if (event.user === undefined || event.bot_id !== undefined) return;
  const { user, channel } = event;
  const thread: Thread = { channel, thread: event.thread_ts ?? event.ts };
  const asker: Asker = { by: user, channel, thread: thread.thread };
  desk.heardFrom(channel);
  const person = await desk.people.lookUp(user);
  const failure = person.ok ? guestFailure(person.value.kind, user) : person.failure;
  if (failure) return tellEverybody(desk, asker, problem(failure, desk.language));
  await link(desk, asker, thread);
  const text = readText(event.text, bot) || 'status';
  const reply = await desk.ask({ text, by: user, channel, thread });
  await deliverReply(desk, asker, reply);
}

async function link(desk: Desk, asker: Asker, thread: Thread): Promise<void> {
  const known = await desk.engine.incidentOf(thread.channel);
  if (known?.thread === thread.thread) return;
  await desk.engine.linkIncident({ ...thread, linkedBy: asker.by, linkedAt: desk.clock.now() });
  await tellEverybody(desk, asker, note('linked', desk.language));
}

function guestFailure(kind: string, user: string) {
  return kind === 'member' ? undefined : ({ code: 'person.guest', at: user } as const);
}
