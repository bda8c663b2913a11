import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Activity } from '../slack/control/activity.js';
import type { Channel } from '../slack/model.js';
import { type Place, VIEWS } from './place.js';
import type { Screen } from './workspace.js';

/** Up to which timestamp somebody has read: by "person/channel" or "person/channel/thread". */
export type ReadMarks = Readonly<Record<string, string>>;

/** What this browser's people have read; what is on screen becomes read. */
export function useReadMarks(screen: Screen | undefined, place: Place): ReadMarks {
  const [marks, setMarks] = useState<ReadMarks>(() => JSON.parse(localStorage.getItem('read') ?? '{}') as ReadMarks);
  useEffect(() => {
    if (!screen || screen.place.as !== place.as || VIEWS.includes(place.channel)) return;
    const inChannel = screen.activity.filter((each) => each.channel === place.channel);
    const seen: Record<string, string> = {};
    const newest = inChannel.filter(isTopLevel).at(-1);
    if (newest) seen[`${place.as}/${place.channel}`] = newest.ts;
    const reply = inChannel.filter((each) => each.threadTs === place.thread).at(-1);
    if (place.thread) seen[`${place.as}/${place.channel}/${place.thread}`] = reply?.ts ?? place.thread;
    setMarks((old) => {
      if (Object.entries(seen).every(([key, ts]) => old[key] === ts)) return old;
      const next = { ...old, ...seen };
      localStorage.setItem('read', JSON.stringify(next));
      return next;
    });
  }, [screen, place]);
  return marks;
}

function isTopLevel({ threadTs, isBroadcast }: Activity): boolean {
  return threadTs === undefined || isBroadcast;
}

/** The messages that call this person by name, oldest first. */
export function mentionsOf(activity: Activity[], channels: Channel[], person: string): Activity[] {
  const mine = new Set(channels.filter(({ members }) => members.includes(person)).map(({ id }) => id));
  return activity.filter(
    ({ channel, mentions, user }) => mine.has(channel) && mentions.includes(person) && user !== person,
  );
}

/** True when this person has not had this message on screen. */
export function isUnread(marks: ReadMarks, person: string, message: Activity): boolean {
  const { channel, threadTs, ts } = message;
  const read = isTopLevel(message) ? marks[`${person}/${channel}`] : undefined;
  const inThread = threadTs === undefined ? undefined : marks[`${person}/${channel}/${threadTs}`];
  return ts > (read ?? '') && ts > (inThread ?? '');
}

/** True when others wrote in the channel since this person was there. */
export function hasUnread(activity: Activity[], marks: ReadMarks, person: string, channel: string): boolean {
  return activity.some(
    (each) => each.channel === channel && isTopLevel(each) && each.user !== person && isUnread(marks, person, each),
  );
}

/** What a message's reply bar tells. */
export interface Replies {
  /** Who replied, each once, the first to reply first. */
  people: string[];
  lastTs: string;
  isUnread: boolean;
}

/** The replies of a thread; unread ones count for those who were called or have had the thread open. */
export function repliesOf(
  activity: Activity[],
  marks: ReadMarks,
  person: string,
  { channel, ts }: { channel: string; ts: string },
): Replies | undefined {
  const replies = activity.filter((each) => each.channel === channel && each.threadTs === ts);
  const last = replies.at(-1);
  if (!last) return undefined;
  const isFollowed = marks[`${person}/${channel}/${ts}`] !== undefined;
  const fresh = replies.filter((each) => each.user !== person && isUnread(marks, person, each));
  return {
    people: [...new Set(replies.map(({ user }) => user))],
    lastTs: last.ts,
    isUnread: fresh.some(({ mentions }) => isFollowed || mentions.includes(person)),
  };
}

/** What the parts of the page need in order to show badges. */
export interface ReadState {
  marks: ReadMarks;
  activity: Activity[];
  me: string;
}

export const ReadMarksContext = createContext<ReadState>({ marks: {}, activity: [], me: '' });

export function useReadState(): ReadState {
  return useContext(ReadMarksContext);
}
