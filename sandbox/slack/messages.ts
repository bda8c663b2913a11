import { newId, nextTs } from './ids.js';
import type { Block, Message } from './model.js';
import { announce, type State } from './state.js';
import { elementsOf, initialValues, keepValues } from './values.js';

type NewMessage = Pick<Message, 'channel' | 'user' | 'text'> &
  Partial<Omit<Message, 'ts' | 'channel' | 'user' | 'text'>>;

/** Puts a message into a channel or a thread. */
export function addMessage(state: State, message: NewMessage): Message {
  const blocks = withBlockIds(message.blocks ?? []);
  const added: Message = {
    isBot: message.user === state.bot.userId,
    isBroadcast: false,
    files: [],
    edits: 0,
    reactions: [],
    values: initialValues(blocks),
    ...message,
    blocks,
    ts: nextTs(state),
  };
  state.messages.push(added);
  announce(state, 'message');
  return added;
}

/** Says something to one person in Slack's own voice. */
export function addNotice(state: State, channel: string, person: string, text: string): Message {
  return addMessage(state, { channel, user: 'USLACKBOT', text, ephemeralTo: person, isNotice: true });
}

/** Replaces text and blocks; as in Slack, text without blocks removes the old blocks. */
export function editMessage(state: State, message: Message, change: Pick<Message, 'text' | 'blocks'>): void {
  message.text = change.text;
  message.blocks = withBlockIds(change.blocks, message.blocks);
  message.values = keepValues(initialValues(message.blocks), message.values);
  message.edits += 1;
  announce(state, 'message');
}

/** Deletes a message; one with replies leaves a tombstone, below which they stay. */
export function removeMessage(state: State, message: Message): void {
  const hasReplies = state.messages.some(
    ({ channel, threadTs }) => channel === message.channel && threadTs === message.ts,
  );
  if (hasReplies) bury(message);
  else state.messages = state.messages.filter((each) => each !== message);
  state.deleted.add(`${message.channel}/${message.ts}`);
  announce(state, 'message');
}

function bury(message: Message): void {
  const left = { user: 'USLACKBOT', isBot: false, isNotice: true, isTombstone: true };
  Object.assign(message, { ...left, text: 'This message was deleted.', blocks: [], files: [], values: {} });
  delete message.metadata;
}

export function findMessage(state: State, channel: string, ts: string): Message | undefined {
  return state.messages.find((message) => message.channel === channel && message.ts === ts);
}

/** What this person sees in the channel, thread replies included, oldest first. */
export function visibleMessages(state: State, person: string, channel?: string): Message[] {
  const mine = new Set(state.channels.filter((each) => each.members.includes(person)).map((each) => each.id));
  return state.messages.filter(
    (message) =>
      mine.has(message.channel) &&
      (channel === undefined || message.channel === channel) &&
      (message.ephemeralTo === undefined || message.ephemeralTo === person),
  );
}

/**
 * Blocks as Slack stores them: every block has a `block_id`. Buttons that were in the message before its edit keep theirs, so that
 * a press on what was in sight a moment ago still counts.
 */
export function withBlockIds(blocks: Block[], before: Block[] = []): Block[] {
  const left = before.filter((block) => actionsOf(block) !== '');
  return blocks.map((block) => {
    if (block.block_id) return block;
    const same = left.findIndex((old) => actionsOf(old) === actionsOf(block));
    const [old] = same < 0 ? [] : left.splice(same, 1);
    return { ...block, block_id: old?.block_id ?? newId('b') };
  });
}

function actionsOf(block: Block): string {
  return elementsOf(block)
    .map(({ action_id }) => action_id)
    .join(' ');
}
