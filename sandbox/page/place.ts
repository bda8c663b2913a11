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

export type Move = (change: Partial<Place>) => void;

/** The address keeps the place, so that two tabs can be two people and a reload changes nothing. */
export function usePlace(): [Place, Move] {
  const [place, setPlace] = useState<Place>(placeInAddress);
  const move = useCallback((change: Partial<Place>) => {
    setPlace((old) => {
      const next = { ...old, ...change };
      history.replaceState(null, '', `#${new URLSearchParams({ ...next })}`);
      return next;
    });
  }, []);
  useEffect(() => {
    const follow = () => setPlace(placeInAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
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
    if (start && (start.as !== place.as || start.channel !== place.channel)) move(start);
  }, [screen, place, move]);
}

function startingPlace({ setting, channels }: Screen, place: Place): Place {
  const as = setting.people.some(({ id }) => id === place.as) ? place.as : (setting.people[0]?.id ?? '');
  const mine = channels.filter(({ members }) => members.includes(as));
  if (VIEWS.includes(place.channel) || mine.some(({ id }) => id === place.channel)) return { ...place, as };
  const first = mine.find(({ members }) => members.includes(setting.bot.userId)) ?? mine[0];
  return { as, channel: first?.id ?? '', thread: '' };
}
