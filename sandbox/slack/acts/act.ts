import type { Deliver, Post } from '../delivery/deliver.js';
import type { Delivery } from '../delivery/line.js';
import { visibleMessages } from '../messages.js';
import type { Channel, Json, Message, Person } from '../model.js';
import type { Hub } from '../socket/hub.js';
import { directChannel, findChannel, findPerson, type State } from '../state.js';

/** What people act in: the workspace and the line to the app. */
export interface World {
  state: State;
  hub: Hub;
  deliver: Deliver;
  replayEvent: Post['replayEvent'];
  /** Sends the challenge of a request URL; false when it did not come back, or without HTTP delivery. */
  verifyUrl: () => Promise<boolean>;
}

/** How an act ended. `shown` is what Slack itself tells the person when the app did not answer. */
export interface Result extends Json {
  ok: boolean;
  error?: string;
  shown?: string;
  /** Names what is shown, where that is no error. */
  notice?: 'not_in_channel';
  ackMs?: number;
}

/** The person asked for something that cannot be done; the message says what to do instead. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: 400 | 403 | 404 | 409;
  readonly more: Json;

  constructor(code: string, message: string, status: 400 | 403 | 404 | 409 = 409, more: Json = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.more = more;
  }
}

/** The person who acts, by id, handle or displayed name. */
export function actor(state: State, who: unknown): Person {
  const person = typeof who === 'string' ? findPerson(state, who) : undefined;
  if (person) return person;
  const names = state.people.map(({ id, realName }) => `${id} (${realName})`).join(', ');
  throw new Refusal('unknown_person', `No person "${String(who)}". Say "as" with one of: ${names}.`, 404);
}

/** The channel a person acts in; without a name, the first one shared with the bot. */
export function place(state: State, person: Person, which: unknown): Channel {
  const shared = state.channels.find(
    ({ members }) => members.includes(state.bot.userId) && members.includes(person.id),
  );
  const own = which === `D${person.id.slice(1)}` ? directChannel(state, person.id) : undefined;
  const channel = which === undefined ? shared : (own ?? findChannel(state, String(which)));
  if (!channel) {
    const names = state.channels.map(({ id, name }) => `${id} (#${name})`).join(', ');
    throw new Refusal('unknown_channel', `No channel "${String(which)}". Use one of: ${names}.`, 404);
  }
  if (channel.members.includes(person.id)) return channel;
  throw new Refusal('not_a_member', `${person.realName} is not a member of #${channel.name}.`, 403);
}

/** A channel in which a person can do something: an archived one can only be read. */
export function openPlace(state: State, person: Person, which: unknown): Channel {
  return assertOpen(place(state, person, which));
}

export function assertOpen(channel: Channel): Channel {
  if (!channel.isArchived) return channel;
  throw new Refusal('is_archived', `#${channel.name} is archived: it can be read, and nothing else.`, 403);
}

/** A message this person can see, by its ts. */
export function seenMessage(state: State, person: Person, channel: Channel, ts: unknown): Message {
  const seen = visibleMessages(state, person.id, channel.id);
  const message = seen.find((each) => each.ts === String(ts));
  if (message) return message;
  throw new Refusal('unknown_message', `${person.realName} sees no message ${String(ts)} in #${channel.name}.`, 404);
}

/** Turns a delivery into a result, with Slack's words for the person when it failed. */
export function resultOf(delivery: Delivery, words: { noSocket: string; timeout: string }): Result {
  if (delivery.outcome === 'acked') return { ok: true, ackMs: delivery.ms };
  if (delivery.outcome === 'no-socket' || delivery.outcome === 'refused') {
    return { ok: false, error: 'dispatch_failed', shown: words.noSocket };
  }
  return { ok: false, error: 'operation_timeout', shown: words.timeout };
}
