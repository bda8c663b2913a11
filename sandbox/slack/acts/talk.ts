import { addMessage } from '../messages.js';
import type { Channel, Json, Person } from '../model.js';
import { eventPayload, shortcutPayload } from '../socket/payloads.js';
import { announce, directChannel, type State } from '../state.js';
import { messageJson } from '../wire.js';
import { actor, openPlace, Refusal, type Result, resultOf, seenMessage, type World } from './act.js';

/** A person writes in a channel or a thread, without addressing the bot. */
export function say(world: World, input: Json): Result {
  const { state } = world;
  const person = actor(state, input.as);
  const message = write(state, person, openPlace(state, person, input.channel), input);
  return { ok: true, ts: message.ts, channel: message.channel };
}

/** A person mentions the bot; the app hears of it as an app_mention event. */
export async function mention(world: World, input: Json): Promise<Result> {
  const { state } = world;
  const person = actor(state, input.as);
  const channel = openPlace(state, person, input.channel);
  const handle = `<@${state.bot.userId}>`;
  const named = String(input.text ?? '').replaceAll(new RegExp(`@${state.bot.name}`, 'gi'), handle);
  const said = named.includes(handle) ? named : `${handle} ${named}`.trim();
  const message = write(state, person, channel, { ...input, text: said });
  const sent = { ts: message.ts, channel: channel.id };
  if (!channel.members.includes(state.bot.userId))
    return { ok: true, ...sent, notice: 'not_in_channel', shown: `${state.bot.name} is not in this channel` };
  const { type: _type, ...body } = messageJson(state, message);
  const event = { type: 'app_mention', ...body, channel: channel.id, event_ts: message.ts };
  return { ...(await sendEvent(world, event)), ...sent };
}

/** A person opens the app's Home tab, or with `tab: "messages"` the talk with it. */
export async function openHome(world: World, input: Json): Promise<Result> {
  const { state } = world;
  const person = actor(state, input.as);
  const event = { type: 'app_home_opened', user: person.id, channel: directChannel(state, person.id).id, tab: 'home' };
  return sendEvent(world, { ...event, event_ts: String(state.now() / 1000) });
}

/** A person picks one of the app's shortcuts in the menu of a message. */
export async function shortcut(world: World, input: Json): Promise<Result> {
  const { state, deliver } = world;
  const person = actor(state, input.as);
  const channel = openPlace(state, person, input.channel);
  const message = seenMessage(state, person, channel, input.message);
  const callback = String(input.callback ?? '');
  if (!callback)
    throw new Refusal('no_callback', 'Say which shortcut: "callback" is its callback_id in the manifest.', 400);
  const payload = shortcutPayload(state, person, message, callback);
  const delivery = await deliver('interactive', payload, `message shortcut ${callback}`);
  const trouble = `${state.bot.name} did not respond. Try again.`;
  return resultOf(delivery, { noSocket: trouble, timeout: trouble });
}

async function sendEvent({ state, deliver }: World, event: Json): Promise<Result> {
  const delivery = await deliver('events_api', eventPayload(state, event), `event ${String(event.type)}`);
  // Slack keeps an event that did not arrive and tries again; the person is told nothing.
  if (delivery.outcome !== 'acked' && delivery.outcome !== 'timeout') return { ok: true, isQueued: true };
  return resultOf(delivery, { noSocket: '', timeout: '' });
}

function write(state: State, person: Person, channel: Channel, input: Json) {
  const said = String(input.text ?? '');
  if (!said) throw new Refusal('no_text', 'A message needs "text".', 400);
  const thread = input.thread === undefined ? undefined : seenMessage(state, person, channel, input.thread);
  const message = addMessage(state, {
    channel: channel.id,
    user: person.id,
    text: escapeTyped(said, state),
    ...(thread ? { threadTs: thread.threadTs ?? thread.ts } : {}),
  });
  announce(state, 'message');
  return message;
}

// Slack escapes what a person types; only real mentions keep their brackets.
function escapeTyped(said: string, state: State): string {
  const ids = [state.bot.userId, ...[...state.people, ...state.channels].map(({ id }) => id)].join('|');
  const escaped = said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(new RegExp(`&lt;([@#])(${ids})&gt;`, 'g'), '<$1$2>');
}
