import type { Json, Message } from '../model.js';
import type { State } from '../state.js';

/** One message that everybody in its channel can see, as far as badges and reply counts need it. */
export interface Activity {
  ts: string;
  channel: string;
  user: string;
  threadTs?: string;
  isBroadcast: boolean;
  /** Ids of the people it calls by name or by user group. An edited message calls nobody, as in Slack. */
  mentions: string[];
}

/** What happened in all channels, oldest first; private messages are left out. */
export function showActivity(state: State): Activity[] {
  return state.messages
    .filter(({ ephemeralTo }) => ephemeralTo === undefined)
    .map((message) => ({
      ...{ ts: message.ts, channel: message.channel, user: message.user, isBroadcast: message.isBroadcast },
      ...(message.threadTs ? { threadTs: message.threadTs } : {}),
      mentions: message.edits > 0 ? [] : mentionsIn(state, message),
    }));
}

function mentionsIn(state: State, { text, blocks }: Message): string[] {
  const people = mentionedBy([text, blocks]).flatMap(
    (id) => state.userGroups.find((group) => group.id === id)?.users ?? id,
  );
  return [...new Set(people)].filter((id) => state.people.some((person) => person.id === id));
}

// Ids in the texts and rich text of blocks, wherever they sit.
function mentionedBy(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mentionedBy);
  if (typeof value === 'string')
    return [...value.matchAll(/<@(\w+)|<!subteam\^(\w+)/g)].flatMap(([, user, group]) => user ?? group ?? []);
  if (!value || typeof value !== 'object') return [];
  const { type, user_id, usergroup_id } = value as Json;
  if (type === 'user') return [String(user_id)];
  if (type === 'usergroup') return [String(usergroup_id)];
  return Object.values(value).flatMap(mentionedBy);
}
