import { newId, nextTs } from '../ids.js';
import type { Channel, Json, Message, Person, View } from '../model.js';
import type { State } from '../state.js';
import { newResponseUrl, newTrigger } from '../triggers.js';
import { messageJson, viewJson } from '../wire.js';

/** The body of a `slash_commands` envelope. */
export function slashPayload(state: State, person: Person, channel: Channel, command: string, text: string): Json {
  return {
    team_id: state.team.id,
    team_domain: state.team.domain,
    channel_id: channel.id,
    channel_name: channel.directWith ? 'directmessage' : channel.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: state.bot.appId,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(state, { person: person.id, channel: channel.id }),
    trigger_id: newTrigger(state, person.id),
  };
}

function envelope(state: State, type: string, person: Person): Json {
  const { id, domain } = state.team;
  return {
    type,
    team: { id, domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: id },
    api_app_id: state.bot.appId,
    token: 'sandbox',
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A click or a choice on a message. */
export function messageActionPayload(state: State, person: Person, message: Message, action: Json): Json {
  const channel = state.channels.find((each) => each.id === message.channel);
  const isEphemeral = message.ephemeralTo !== undefined;
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {};
  const use = { person: person.id, channel: message.channel, messageTs: message.ts };
  return {
    ...envelope(state, 'block_actions', person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    channel: { id: message.channel, name: channel?.directWith ? 'directmessage' : channel?.name },
    // Slack does not send the content of an ephemeral message back.
    ...(isEphemeral ? {} : { message: messageJson(state, message) }),
    state: { values: message.values },
    response_url: newResponseUrl(state, message.threadTs ? { ...use, threadTs: message.threadTs } : use),
    trigger_id: newTrigger(state, person.id),
    actions: [{ ...action, action_ts: nextTs(state) }],
  };
}

/** A click or a choice inside a modal or the Home tab. */
export function viewActionPayload(state: State, person: Person, view: View, action: Json): Json {
  return {
    ...envelope(state, 'block_actions', person),
    container: { type: 'view', view_id: view.id },
    view: viewJson(state, view),
    trigger_id: newTrigger(state, person.id),
    actions: [{ ...action, action_ts: nextTs(state) }],
  };
}

export function viewSubmissionPayload(state: State, person: Person, view: View): Json {
  return {
    ...envelope(state, 'view_submission', person),
    view: viewJson(state, view),
    trigger_id: newTrigger(state, person.id),
    response_urls: [],
  };
}

export function viewClosedPayload(state: State, person: Person, view: View, isCleared: boolean): Json {
  return { ...envelope(state, 'view_closed', person), view: viewJson(state, view), is_cleared: isCleared };
}

/** A message shortcut, from the menu of any message. */
export function shortcutPayload(state: State, person: Person, message: Message, callback: string): Json {
  const channel = state.channels.find((each) => each.id === message.channel);
  const use = { person: person.id, channel: message.channel };
  return {
    ...envelope(state, 'message_action', person),
    callback_id: callback,
    action_ts: nextTs(state),
    message_ts: message.ts,
    message: messageJson(state, message),
    channel: { id: message.channel, name: channel?.name },
    response_url: newResponseUrl(state, message.threadTs ? { ...use, threadTs: message.threadTs } : use),
    trigger_id: newTrigger(state, person.id),
  };
}

/** The body of an `events_api` envelope around one event. */
export function eventPayload(state: State, event: Json): Json {
  const { bot, team } = state;
  return {
    token: 'sandbox',
    team_id: team.id,
    api_app_id: bot.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(state.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
  };
}
