import { checkBlocks, type Problem } from '../blocks/check.js';
import { checkSpecials, withoutActionId } from '../blocks/specials.js';
import { takeFault } from '../faults/faults.js';
import { nextTs } from '../ids.js';
import { addMessage, editMessage, findMessage, removeMessage } from '../messages.js';
import type { Block, Channel, Json, Message } from '../model.js';
import { addViolation, announce, directChannel, findPerson, type State } from '../state.js';
import { messageJson } from '../wire.js';
import { type Answer, fail, flag, isAnswer, type Method, text } from './answer.js';

const longestPost = 40_000;
// Longer fallbacks were refused by chat.update with msg_too_long in the field.
const longestUpdate = 3_000;

/** The chat.* methods. */
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': { scope: 'chat:write', run: postMessage },
  'chat.postEphemeral': { scope: 'chat:write', run: postEphemeral },
  'chat.update': { scope: 'chat:write', run: update },
  'chat.delete': { scope: 'chat:write', run: remove },
  'chat.getPermalink': { run: getPermalink },
};

function postMessage(state: State, args: Json): Answer {
  const channel = writableChannel(state, text(args, 'channel'));
  if (isAnswer(channel)) return channel;
  const content = readContent(state, args, 'chat.postMessage', longestPost);
  if (isAnswer(content)) return content;
  const thread = threadOf(state, channel.id, args, 'chat.postMessage');
  if (typeof thread !== 'string') return thread;
  const known = knownPost(state, text(args, 'client_msg_id'));
  if (known) return known;
  const metadata = args.metadata as Json | undefined;
  const message = addMessage(state, {
    ...content,
    channel: channel.id,
    user: state.bot.userId,
    isBroadcast: flag(args, 'reply_broadcast'),
    ...(thread ? { threadTs: thread } : {}),
    ...(metadata ? { metadata } : {}),
  });
  state.nonces?.set(text(args, 'client_msg_id'), { channel: channel.id, ts: message.ts });
  return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(state, message) };
}

/** The answer to a post that was made before, where the workspace honours its name. */
function knownPost(state: State, nonce: string): Answer | undefined {
  const known = nonce === '' ? undefined : state.nonces?.get(nonce);
  if (!known) return undefined;
  const message = findMessage(state, known.channel, known.ts);
  if (!message) return fail('duplicate_message_not_found');
  return { ok: true, ...known, message: messageJson(state, message) };
}

function postEphemeral(state: State, args: Json): Answer {
  const channel = writableChannel(state, text(args, 'channel'));
  if (isAnswer(channel)) return channel;
  const person = findPerson(state, text(args, 'user'));
  if (!person) return fail('user_not_found');
  if (!channel.members.includes(person.id)) return fail('user_not_in_channel');
  const content = readContent(state, args, 'chat.postEphemeral', longestPost);
  if (isAnswer(content)) return content;
  const thread = threadOf(state, channel.id, args, 'chat.postEphemeral');
  if (typeof thread !== 'string') return thread;
  if (takeFault(state, 'ephemeral-loss')) return { ok: true, message_ts: nextTs(state) };
  const message = addMessage(state, {
    ...content,
    channel: channel.id,
    user: state.bot.userId,
    ephemeralTo: person.id,
    ...(thread ? { threadTs: thread } : {}),
  });
  return { ok: true, message_ts: message.ts };
}

function threadOf(state: State, channel: string, args: Json, where: string): string | Answer {
  const thread = text(args, 'thread_ts');
  const parent = thread ? findMessage(state, channel, thread) : undefined;
  // Nobody told the app that the parent was deleted.
  if (thread && !parent && state.deleted.has(`${channel}/${thread}`)) return fail('thread_not_found');
  if (thread && !parent) addViolation(state, 'thread-parent', where, `thread_ts ${thread} is no message of ${channel}`);
  if (parent?.threadTs) addViolation(state, 'thread-parent', where, "thread_ts must be the parent's, not a reply's");
  return thread;
}

function update(state: State, args: Json): Answer {
  const message = ownMessage(state, args, 'cant_update_message');
  if (isAnswer(message)) return message;
  const content = readContent(state, args, 'chat.update', longestUpdate);
  if (isAnswer(content)) return content;
  editMessage(state, message, content);
  if (args.metadata) message.metadata = args.metadata as Json;
  const { channel, ts } = message;
  return { ok: true, channel, ts, text: content.text, message: messageJson(state, message) };
}

function remove(state: State, args: Json): Answer {
  const message = ownMessage(state, args, 'cant_delete_message');
  if (isAnswer(message)) return message;
  removeMessage(state, message);
  return { ok: true, channel: text(args, 'channel'), ts: text(args, 'ts') };
}

function getPermalink(state: State, args: Json): Answer {
  const [channel, ts] = [text(args, 'channel'), text(args, 'message_ts')];
  if (!state.channels.some((each) => each.id === channel)) return fail('channel_not_found');
  const message = findMessage(state, channel, ts);
  if (!message) return fail('message_not_found');
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel}` : '';
  const permalink = `https://${state.team.domain}.slack.com/archives/${channel}/p${ts.replace('.', '')}${thread}`;
  return { ok: true, channel, permalink };
}

/** The channel a bot may write to, or the error Slack gives. A person's id means the direct conversation. */
export function writableChannel(state: State, id: string): Channel | Answer {
  if (id.startsWith('U')) {
    const person = state.people.find((each) => each.id === id);
    return person ? directChannel(state, person.id) : fail('channel_not_found');
  }
  const channel = state.channels.find((each) => each.id === id || `#${each.name}` === id);
  if (!channel) return fail('channel_not_found');
  if (channel.isArchived) return fail('is_archived');
  if (channel.members.includes(state.bot.userId)) return channel;
  return fail(channel.isPrivate ? 'channel_not_found' : 'not_in_channel');
}

/** Text and blocks after every check a message undergoes; broken rules are written down. */
export function readContent(
  state: State,
  args: Json,
  where: string,
  longest: number,
): { text: string; blocks: Block[] } | Answer {
  const blocks = args.blocks ?? [];
  const said = text(args, 'text');
  if (!Array.isArray(blocks)) return refuse(state, where, 'invalid_blocks_format', []);
  if (blocks.length === 0 && said === '') return refuse(state, where, 'no_text', []);
  if (said.length > longest) return refuse(state, where, 'msg_too_long', []);
  if (said === '')
    addViolation(
      state,
      'missing-text',
      where,
      'blocks without a top-level `text`: nothing to notify with or read aloud',
    );
  const { error, problems } = checkBlocks(blocks, 'message');
  if (error) return refuse(state, where, error, problems);
  const unsupported = refusedPlan(state, blocks as Block[]);
  if (unsupported) return unsupported;
  for (const detail of checkSpecials(state, said, blocks)) addViolation(state, 'unescaped-special', where, detail);
  for (const detail of withoutActionId(blocks)) addViolation(state, 'missing-action-id', where, detail);
  return { text: said, blocks: blocks as Block[] };
}

/** How a workspace answers that has no plan blocks: no rule of ours, but Slack says no. */
export function refusedPlan(state: State, blocks: Block[]): Answer | undefined {
  const index = blocks.findIndex(({ type }) => type === 'plan' || type === 'task_card');
  if (index < 0 || !takeFault(state, 'no-plan-block')) return undefined;
  const errors = [`unsupported type: ${String(blocks[index]?.type)} [json-pointer:/blocks/${index}/type]`];
  return fail('invalid_blocks', { errors, response_metadata: { messages: errors.map((each) => `[ERROR] ${each}`) } });
}

function refuse(state: State, where: string, error: string, problems: Problem[]): Answer {
  const errors = problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
  addViolation(state, error.replaceAll('_', '-'), where, errors.join('; ') || error);
  const messages = errors.map((each) => `[ERROR] ${each}`);
  return fail(error, errors.length > 0 ? { errors, response_metadata: { messages } } : {});
}

function ownMessage(state: State, args: Json, foreign: string): Message | Answer {
  const channel = state.channels.find((each) => each.id === text(args, 'channel'));
  if (!channel) return fail('channel_not_found');
  const message = findMessage(state, channel.id, text(args, 'ts'));
  // Ephemeral messages cannot be reached by ts in Slack.
  if (!message || message.isTombstone || message.ephemeralTo !== undefined) return fail('message_not_found');
  if (channel.isArchived) return fail('is_inactive');
  return message.user === state.bot.userId ? message : fail(foreign);
}

/** Adds a reaction of the bot to a message. */
export function addReaction(state: State, args: Json): Answer {
  const message = findMessage(state, text(args, 'channel'), text(args, 'timestamp'));
  if (!message) return fail('message_not_found');
  if (message.reactions.includes(text(args, 'name'))) return fail('already_reacted');
  message.reactions.push(text(args, 'name'));
  announce(state, 'message');
  return { ok: true };
}
