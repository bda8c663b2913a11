import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Screen } from './workspace.js';

/** Where the person looks: who they are, which channel (or one of `VIEWS`) and which thread. */
export interface Place {
  as: string;
  channel: string;
  thread: string;
}

/** What can be looked at besides channels: the app's Home and About tabs, and who mentioned me. */
export const VIEWS: readonly string[] = ['home', 'about', 'activity'];

/** Goes there. `correct` is for what nobody asked for: it leaves no step for the browser's Back. */
export type Move = (change: Partial<Place>, why?: 'correct') => void;

/** The address keeps the place, so that two tabs can be two people, a reload changes nothing, and Back goes back. */
export function usePlace(): [Place, Move] {
  const [place, setPlace] = useState<Place>(placeInAddress);
  const move = useCallback<Move>((change, why) => {
    const old = placeInAddress();
    const next = { ...old, ...change };
    const address = `#${new URLSearchParams({ ...next })}`;
    const isElsewhere = next.channel !== old.channel || next.thread !== old.thread;
    if (isElsewhere && why !== 'correct') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    setPlace(next);
  }, []);
  useEffect(() => {
    const follow = () => setPlace(placeInAddress());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return [place, move];
}

function placeInAddress(): Place {
  const hash = new URLSearchParams(location.hash.slice(1));
  return { as: hash.get('as') ?? '', channel: hash.get('channel') ?? '', thread: hash.get('thread') ?? '' };
}

/** Leads somebody without a usable address to the first channel they share with the bot. */
export function useStart(screen: Screen | undefined, place: Place, move: Move): void {
  useEffect(() => {
    const start = screen && startingPlace(screen, place);
    if (start && (start.as !== place.as || start.channel !== place.channel)) move(start, 'correct');
  }, [screen, place, move]);
}

function startingPlace({ setting, channels }: Screen, place: Place): Place {
  const as = setting.people.some(({ id }) => id === place.as) ? place.as : (setting.people[0]?.id ?? '');
  const mine = channels.filter(({ members }) => members.includes(as));
  if (VIEWS.includes(place.channel) || mine.some(({ id }) => id === place.channel)) return { ...place, as };
  const first = mine.find(({ members }) => members.includes(setting.bot.userId)) ?? mine[0];
  return { as, channel: first?.id ?? '', thread: '' };
}
