import { isAnswer } from '../api/answer.js';
import { readContent } from '../api/chat.js';
import { addMessage, addNotice } from '../messages.js';
import type { Channel, Json, Person } from '../model.js';
import { slashPayload } from '../socket/payloads.js';
import type { State } from '../state.js';
import { actor, openPlace, Refusal, type Result, resultOf, type World } from './act.js';

/** A person types a slash command in a channel. */
export async function slash(world: World, input: Json): Promise<Result> {
  const { state, deliver } = world;
  const person = actor(state, input.as);
  const channel = openPlace(state, person, input.channel);
  const command = String(input.command ?? '/rollback');
  if (input.thread !== undefined) {
    throw new Refusal(
      'slash_in_thread',
      `${command} is not supported in threads. Sorry! Mention @${state.bot.name} instead.`,
    );
  }
  const known = new Set(['/rollback', ...state.commands.map(({ usage }) => usage.split(' ')[0])]);
  if (!known.has(command)) throw new Refusal('unknown_command', `${command} is not a valid command.`, 404);
  const payload = slashPayload(state, person, channel, command, String(input.text ?? '').trim());
  const delivery = await deliver('slash_commands', payload, `${command} ${String(input.text ?? '')}`.trim());
  const result = resultOf(delivery, {
    noSocket: `${command} failed with the error "dispatch_failed"`,
    timeout: `${command} failed with the error "operation_timeout"`,
  });
  if (result.shown) addNotice(state, channel.id, person.id, result.shown);
  if (delivery.outcome === 'acked') showAckText(state, person, channel, delivery.payload);
  return result;
}

// Text given to ack() is shown as the command's answer: to the person, or to all with in_channel.
function showAckText(state: State, person: Person, channel: Channel, payload: Json): void {
  if (!payload.text && !payload.blocks) return;
  const content = readContent(state, payload, 'ack of a slash command', 40_000);
  if (isAnswer(content)) return;
  addMessage(state, {
    ...content,
    channel: channel.id,
    user: state.bot.userId,
    ...(payload.response_type === 'in_channel' ? {} : { ephemeralTo: person.id }),
  });
}
