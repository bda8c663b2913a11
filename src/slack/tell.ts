import { RespondError, type RespondFn } from '@slack/bolt';
import type { Message } from '../view/surface.js';
import type { Asker, Desk } from './desk.js';
import { persist } from './persist.js';
import { isThreadGone } from './projector/verdict.js';
import { describeTrouble, type Trouble, troubleOf } from './trouble.js';
import { isContentError, type Variant, variantsOf } from './variants.js';

/**
 * Tells one person something that only they see: by the click's own URL, else as an ephemeral message, else
 * directly. Rejects when none of these reached Slack. `replaces`: instead of the message whose button was pressed.
 */
export async function tellPrivately(
  desk: Desk,
  asker: Asker,
  message: Message,
  { replaces = false }: { readonly replaces?: boolean } = {},
): Promise<void> {
  const { by, channel, thread, respond, isDirect = false } = asker;
  const inThread = thread ? { thread_ts: thread } : {};
  const ways: readonly ((variant: Variant) => Promise<unknown>)[] = [
    ...(respond
      ? [(variant: Variant) => answer(respond, 'ephemeral', variant, { ...inThread, replace_original: replaces })]
      : []),
    ...(isDirect
      ? []
      : [(variant: Variant) => desk.client.chat.postEphemeral({ channel, user: by, ...variant, ...inThread })]),
    (variant) => desk.client.chat.postMessage({ channel: by, ...variant, ...QUIET }),
  ];
  let last: unknown;
  for (const way of ways) {
    try {
      return await sendBest(message, way);
    } catch (error) {
      last = error;
      desk.log.warn({ channel, by, detail: describeTrouble(troubleOf(error)) }, 'could not answer a person this way');
    }
  }
  throw last;
}

/** Says something to everybody: in the asker's thread, or in the channel. Rejects when Slack did not take it. */
export async function tellEverybody(desk: Desk, asker: Asker, message: Message): Promise<void> {
  const { channel, thread, respond } = asker;
  const inThread = thread ? { thread_ts: thread } : {};
  const post = async (variant: Variant) => {
    const what = { channel, ...variant, ...QUIET };
    try {
      return await desk.client.chat.postMessage({ ...what, ...inThread });
    } catch (error) {
      if (!thread || !isThreadGone(troubleOf(error))) throw error;
      // The question was deleted meanwhile; its answer is still wanted.
      return desk.client.chat.postMessage(what);
    }
  };
  // The URL of a command works also in channels that the bot was not invited to.
  const say = (variant: Variant) => (respond ? answer(respond, 'in_channel', variant, inThread) : post(variant));
  return sendBest(message, say);
}

const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false };

function answer(respond: RespondFn, audience: 'ephemeral' | 'in_channel', variant: Variant, where: object) {
  return respond({ response_type: audience, replace_original: false, ...variant, ...where });
}

async function sendBest(message: Message, send: (variant: Variant) => Promise<unknown>): Promise<void> {
  const variants = variantsOf(message, false);
  for (const [index, variant] of variants.entries()) {
    try {
      await persist(() => send(variant));
      return;
    } catch (error) {
      if (index === variants.length - 1 || !isAboutContent(error)) throw error;
    }
  }
}

function isAboutContent(error: unknown): boolean {
  // A response URL says only that it did not like the payload.
  if (error instanceof RespondError) return error.statusCode === 400;
  const trouble: Trouble = troubleOf(error);
  return trouble.kind === 'refused' && isContentError(trouble.error);
}
