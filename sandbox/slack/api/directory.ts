import type { Json, UserGroup } from '../model.js';
import type { State } from '../state.js';
import { channelJson, personJson } from '../wire.js';
import { type Answer, fail, flag, type Method, text } from './answer.js';

/** Who and what exists: users, user groups, conversations. */
export const directoryMethods: Record<string, Method> = {
  'auth.test': { run: authTest },
  'users.info': { scope: 'users:read', run: usersInfo },
  'users.list': { scope: 'users:read', run: usersList },
  'usergroups.list': { scope: 'usergroups:read', run: groupsList },
  'usergroups.users.list': { scope: 'usergroups:read', run: groupMembers },
  'conversations.info': { run: channelInfo },
  'conversations.list': { scope: 'channels:read', run: channelList },
  'conversations.members': { scope: 'channels:read', run: channelMembers },
};

function authTest(state: State): Answer {
  const { bot, team } = state;
  return {
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    team_id: team.id,
    user: bot.name,
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  };
}

function usersInfo(state: State, args: Json): Answer {
  const person = state.people.find((each) => each.id === text(args, 'user'));
  if (person) return { ok: true, user: personJson(state, person) };
  return text(args, 'user') === state.bot.userId ? { ok: true, user: botUser(state) } : fail('user_not_found');
}

function usersList(state: State): Answer {
  const members = [...state.people.map((person) => personJson(state, person)), botUser(state)];
  return { ok: true, members, response_metadata: { next_cursor: '' } };
}

function botUser({ bot, team }: State): Json {
  return {
    id: bot.userId,
    team_id: team.id,
    name: bot.name.toLowerCase(),
    real_name: bot.name,
    is_bot: true,
    profile: {},
  };
}

function groupsList(state: State, args: Json): Answer {
  const withUsers = flag(args, 'include_users');
  return { ok: true, usergroups: state.userGroups.map((group) => groupJson(state, group, withUsers)) };
}

function groupJson(state: State, { id, name, handle, users }: UserGroup, withUsers: boolean): Json {
  return {
    id,
    team_id: state.team.id,
    is_usergroup: true,
    name,
    handle,
    user_count: users.length,
    ...(withUsers ? { users } : {}),
  };
}

function groupMembers(state: State, args: Json): Answer {
  const group = state.userGroups.find((each) => each.id === text(args, 'usergroup'));
  return group ? { ok: true, users: group.users } : fail('no_such_subteam');
}

// A private channel exists, as far as the app can tell, only once the bot was invited.
function visibleChannels(state: State) {
  return state.channels.filter(
    (each) => !(each.isPrivate || each.directWith) || each.members.includes(state.bot.userId),
  );
}

function channelInfo(state: State, args: Json): Answer {
  const channel = visibleChannels(state).find((each) => each.id === text(args, 'channel'));
  const needed = channel?.directWith ? 'im:read' : channel?.isPrivate ? 'groups:read' : 'channels:read';
  if (!state.bot.scopes.includes(needed))
    return fail('missing_scope', { needed, provided: state.bot.scopes.join(',') });
  return channel ? { ok: true, channel: channelJson(state, channel) } : fail('channel_not_found');
}

function channelMembers(state: State, args: Json): Answer {
  const channel = visibleChannels(state).find((each) => each.id === text(args, 'channel'));
  if (!channel) return fail('channel_not_found');
  return { ok: true, members: channel.members, response_metadata: { next_cursor: '' } };
}

function channelList(state: State, args: Json): Answer {
  const types = (text(args, 'types') || 'public_channel').split(',');
  const channels = visibleChannels(state)
    .filter((each) => !(each.isArchived && flag(args, 'exclude_archived')))
    .filter((each) => !each.directWith && types.includes(each.isPrivate ? 'private_channel' : 'public_channel'))
    .map((each) => channelJson(state, each));
  return { ok: true, channels, response_metadata: { next_cursor: '' } };
}
