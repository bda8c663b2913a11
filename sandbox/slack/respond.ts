import type { Context, Hono } from 'hono';
import { isAnswer } from './api/answer.js';
import { readContent } from './api/chat.js';
import { cutOff, insteadOfCall, slowDown } from './api/go-wrong.js';
import { takeCallFault, takeFault } from './faults/faults.js';
import { addMessage, editMessage, findMessage, removeMessage } from './messages.js';
import type { Json, Message } from './model.js';
import { addViolation, type ResponseUrl, type State } from './state.js';
import { responseUrlLifeMs, responseUrlUses } from './triggers.js';

/** Mounts the URLs that `respond()` posts to. */
export function mountResponses(app: Hono, state: State): void {
  app.post('/response/:team/:id', async (context) => {
    const fault = takeCallFault(state, 'response_url');
    const instead = insteadOfCall(context, fault);
    if (instead) return instead;
    const use = state.responseUrls.get(context.req.param('id'));
    const refusal = admit(state, use);
    if (refusal || !use) return context.json({ ok: false, error: refusal }, 404);
    const body = (await context.req.json().catch(() => undefined)) as Json | undefined;
    if (!body) return context.json({ ok: false, error: 'invalid_payload' }, 400);
    const answered = answer(context, state, use, body);
    await slowDown(fault);
    return fault?.kind === 'drop-reply' ? cutOff(context) : answered;
  });
}

function admit(state: State, use: ResponseUrl | undefined): string | undefined {
  if (!use) {
    addViolation(state, 'unknown-response-url', 'response_url', 'posted to a response_url that was never issued');
    return 'no_such_url';
  }
  const fault = takeFault(state, 'response-url');
  if (fault) return fault.error ?? 'used_url';
  if (state.now() - use.at > responseUrlLifeMs) {
    addViolation(state, 'expired-response-url', 'response_url', 'used more than 30 minutes after it was issued');
    return 'expired_url';
  }
  use.uses += 1;
  if (use.uses <= responseUrlUses) return undefined;
  addViolation(
    state,
    'overused-response-url',
    'response_url',
    `used ${use.uses} times; ${responseUrlUses} are allowed`,
  );
  return 'used_url';
}

function answer(context: Context, state: State, use: ResponseUrl, body: Json) {
  const original = use.messageTs ? findMessage(state, use.channel, use.messageTs) : undefined;
  if (body.delete_original === true) {
    if (original) removeMessage(state, original);
    return context.json({ ok: true });
  }
  if (state.channels.find(({ id }) => id === use.channel)?.isArchived) return context.text('channel_is_archived', 410);
  const content = readContent(state, body, 'response_url', 40_000);
  if (isAnswer(content)) return context.json(content, 400);
  if (body.replace_original === true && original) editMessage(state, original, content);
  else if (body.response_type === 'in_channel' || !takeFault(state, 'ephemeral-loss')) {
    addMessage(state, { ...content, ...audience(state, use, body) });
  }
  return context.json({ ok: true });
}

function audience(state: State, use: ResponseUrl, body: Json): Pick<Message, 'channel' | 'user'> & Partial<Message> {
  const thread = (body.thread_ts as string | undefined) ?? use.threadTs;
  return {
    channel: use.channel,
    user: state.bot.userId,
    ...(thread ? { threadTs: thread } : {}),
    ...(body.response_type === 'in_channel' ? {} : { ephemeralTo: use.person }),
  };
}
