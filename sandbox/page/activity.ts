import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Activity } from '../slack/control/activity.js';
import type { Channel } from '../slack/model.js';
import { type Place, VIEWS } from './place.js';
import type { Screen } from './workspace.js';

/** Up to which timestamp somebody has read: by "person/channel" or "person/channel/thread". */
export type ReadMarks = Readonly<Record<string, string>>;

// What is on screen becomes read.
function useReadMarks(screen: Screen | undefined, place: Place): ReadMarks {
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
  isFollowed: boolean;
  isUnread: boolean;
}

/**
 * The replies of a thread. New ones are told to those who follow it: whoever wrote in it, was called in it or has opened it,
 * unless they said otherwise.
 */
export function repliesOf({ activity, marks, follows, me }: ReadState, { channel, ts }: ThreadId): Replies | undefined {
  const thread = activity.filter((each) => each.channel === channel && (each.ts === ts || each.threadTs === ts));
  const replies = thread.filter(({ threadTs }) => threadTs === ts);
  const last = replies.at(-1);
  if (!last) return undefined;
  const key = `${me}/${channel}/${ts}`;
  const isPartOf = thread.some(({ user, mentions }) => user === me || mentions.includes(me)) || key in marks;
  const isFollowed = follows[key] ?? isPartOf;
  return {
    people: [...new Set(replies.map(({ user }) => user))],
    lastTs: last.ts,
    isFollowed,
    isUnread: isFollowed && replies.some((each) => each.user !== me && isUnread(marks, me, each)),
  };
}

interface ThreadId {
  channel: string;
  ts: string;
}

/** What the parts of the page need in order to show badges. */
export interface ReadState {
  marks: ReadMarks;
  /** By "person/channel/thread": whether somebody wants to be told of replies. */
  follows: Readonly<Record<string, boolean>>;
  activity: Activity[];
  me: string;
  /** Starts or stops following a thread. */
  follow: (thread: ThreadId, wanted: boolean) => void;
}

const nothingRead: ReadState = { marks: {}, follows: {}, activity: [], me: '', follow: () => undefined };

export const ReadMarksContext = createContext<ReadState>(nothingRead);

/** What is read and followed in this browser. */
export function useReading(screen: Screen | undefined, place: Place): ReadState {
  const marks = useReadMarks(screen, place);
  const [follows, setFollows] = useState(
    () => JSON.parse(localStorage.getItem('follows') ?? '{}') as ReadState['follows'],
  );
  const follow = ({ channel, ts }: ThreadId, wanted: boolean) => {
    const next = { ...follows, [`${place.as}/${channel}/${ts}`]: wanted };
    localStorage.setItem('follows', JSON.stringify(next));
    setFollows(next);
  };
  return { marks, follows, activity: screen?.activity ?? [], me: place.as, follow };
}

export function useReadState(): ReadState {
  return useContext(ReadMarksContext);
}
