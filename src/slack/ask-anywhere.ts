import type { RichTextBlock } from '@slack/types';
import type { Reply } from '../../commands/command.js';
import { isOpen } from '../../commands/dispatch.js';
import { systemsIn, toAsker } from '../../commands/system.js';
import { split } from '../../commands/text.js';
import { aboutChannel, inviteFirst, whichChannel } from '../view/place-lines.js';
import type { Message } from '../view/surface.js';
import type { Desk, Question } from './desk.js';
import { isDirect } from './places.js';

type Ask = Desk['ask'];

/** Slack takes no more in a message. */
const MOST_BLOCKS = 50;

/**
 * Answers wherever somebody asks. In a direct conversation the answer is about a channel that the person is in: the only one, the
 * one of the system that they name, or the one that they choose. Where Backout was not invited, it says so beside the answer.
 */
export function askAnywhere(desk: Pick<Desk, 'engine' | 'places' | 'languageIn'>, answer: Ask): Ask {
  const { engine, places, languageIn } = desk;
  return async (question) => {
    if (!isDirect(question.channel)) return besideInvitation(desk, question, await answer(question));
    const all = await places.of(question.by);
    const language = languageIn(question.channel);
    const named = all.filter((channel) => names(question.text, systemsIn(channel, engine)));
    const meant = named.length > 0 ? named : all;
    const [channel, ...others] = meant;
    if (channel === undefined) return answer(question);
    if (others.length === 0) {
      return withBlock(await answer({ ...question, channel }), aboutChannel(channel, languageIn(channel)));
    }
    if (isOpen(question.text, question.door)) return answer(question);
    const offered = meant.map((each) => ({ channel: each, systems: systemsIn(each, engine) }));
    return toAsker(whichChannel(question.text, question.door, offered, language));
  };
}

function names(text: string, systems: ReturnType<typeof systemsIn>): boolean {
  const said = split(text).map((word) => word.toLowerCase());
  return systems.some(({ plan }) => said.includes(plan.name));
}

async function besideInvitation(
  { engine, places, languageIn }: Pick<Desk, 'engine' | 'places' | 'languageIn'>,
  { channel }: Question,
  reply: Reply,
): Promise<Reply> {
  if (systemsIn(channel, engine).length === 0 || (await places.isJoined(channel))) return reply;
  return withBlock(reply, inviteFirst(languageIn(channel)));
}

/** The same reply with one more block, as soon as it is shown. */
function withBlock(reply: Reply, block: RichTextBlock): Reply {
  switch (reply.kind) {
    case 'message':
      return { ...reply, message: withLast(reply.message, block) };
    case 'later':
      return { ...reply, answer: async () => withBlock(await reply.answer(), block) };
    case 'modal': {
      const { modal, later } = reply;
      const placed = { ...reply, modal: { ...modal, blocks: [block, ...modal.blocks] } };
      if (!later) return placed;
      const whole = async () => {
        const next = await later();
        return next && { ...next, blocks: [block, ...next.blocks] };
      };
      return { ...placed, later: whole };
    }
    case 'file':
      return reply;
  }
}

function withLast(message: Message, block: RichTextBlock): Message {
  if (message.blocks.length >= MOST_BLOCKS) return message;
  const fallback = message.fallback ? { fallback: [...message.fallback, block].slice(0, MOST_BLOCKS) } : {};
  return { ...message, blocks: [...message.blocks, block], ...fallback };
}
