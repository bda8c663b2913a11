import { say } from '../text.js';
import type { Channel, Json, Message, Person, StoredFile, View } from './model.js';
import type { State } from './state.js';

/** A message as the Web API and the payloads carry it. */
export function messageJson(state: State, message: Message): Json {
  const { bot, team } = state;
  return {
    type: 'message',
    ...(message.isBot ? { bot_id: bot.botId, app_id: bot.appId } : {}),
    user: message.user,
    team: team.id,
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...threadOf(state, message),
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(message.files.length > 0 ? { files: message.files.map((id) => fileJson(state, state.files.get(id), id)) } : {}),
  };
}

// The parent of a thread carries its own ts as the thread's.
function threadOf(state: State, { ts, channel, threadTs }: Message): Json {
  if (threadTs) return { thread_ts: threadTs };
  const replies = state.messages.filter(
    (each) => each.channel === channel && each.threadTs === ts && !each.ephemeralTo,
  );
  return replies.length > 0 ? { thread_ts: ts, reply_count: replies.length } : {};
}

/** A view as the Web API and the payloads carry it. */
export function viewJson(state: State, view: View): Json {
  return {
    id: view.id,
    team_id: state.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: { type: 'plain_text', text: view.title, emoji: true },
    submit: view.submit ? { type: 'plain_text', text: view.submit, emoji: true } : null,
    close: view.close ? { type: 'plain_text', text: view.close, emoji: true } : null,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: state.bot.appId,
    external_id: view.externalId ?? '',
    app_installed_team_id: state.team.id,
    bot_id: state.bot.botId,
  };
}

export function fileJson(state: State, file: StoredFile | undefined, id: string): Json {
  return {
    id,
    name: file?.name,
    title: file?.title,
    size: file?.length,
    mimetype: file?.name.endsWith('.json') ? 'application/json' : 'text/plain',
    permalink: `${state.url}/control/files/${id}`,
  };
}

export function personJson(state: State, person: Person): Json {
  return {
    id: person.id,
    team_id: state.team.id,
    name: person.name,
    real_name: person.realName,
    deleted: person.isDeleted ?? false,
    tz: person.tz ?? 'Asia/Shanghai',
    is_bot: false,
    is_restricted: person.isRestricted ?? false,
    is_ultra_restricted: false,
    is_app_user: false,
    profile: { real_name: person.realName, display_name: person.realName, title: say(person.title ?? '', 'zh-CN') },
  };
}

export function channelJson(state: State, channel: Channel): Json {
  const isDirect = channel.directWith !== undefined;
  return {
    id: channel.id,
    ...(isDirect ? { user: channel.directWith } : { name: channel.name }),
    is_channel: !isDirect && !channel.isPrivate,
    is_group: channel.isPrivate ?? false,
    is_im: isDirect,
    is_private: isDirect || (channel.isPrivate ?? false),
    is_archived: channel.isArchived ?? false,
    is_member: channel.members.includes(state.bot.userId),
    num_members: channel.members.length,
    topic: { value: channel.topic ?? '', creator: '', last_set: 0 },
  };
}
