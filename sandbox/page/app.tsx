import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Language } from '../text.js';
import { Conversation } from './conversation.js';
import { Home } from './home.js';
import { ModalDialog } from './modal.js';
import { Production } from './production.js';
import { Sidebar } from './sidebar.js';
import { Thread } from './thread.js';
import { firstLanguage, LanguageContext } from './words.js';
import { type Place, type Screen, StageContext, useAct, useScreen } from './workspace.js';

/** The whole page: workspace and people on the left, conversation, thread, production. */
export function App() {
  const [place, move] = usePlace();
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [complaint, complain] = useComplaint();
  const screen = useScreen(place);
  const act = useAct(place.as, complain);
  useStart(screen, place, move);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('language', language);
  }, [language]);

  const me = screen?.setting.people.find((person) => person.id === place.as);
  if (!screen || !me) return <main class="loading">Backout</main>;
  const stage = {
    ...{ setting: screen.setting, channels: screen.channels, me, act },
    openThread: (thread: string) => move({ thread }),
  };
  const channel = screen.channels.find((each) => each.id === place.channel);
  return (
    <LanguageContext.Provider value={language}>
      <StageContext.Provider value={stage}>
        <div class="page">
          <Sidebar screen={screen} place={place} move={move} language={language} setLanguage={setLanguage} />
          {place.channel === 'home' && <Home view={screen.home} />}
          {channel && (
            <Conversation
              key={channel.id}
              channel={channel}
              isLoaded={screen.place.channel === channel.id}
              messages={screen.messages.filter((message) => message.channel === channel.id)}
            />
          )}
          {channel && place.thread && (
            <Thread
              key={place.thread}
              channel={channel}
              ts={place.thread}
              messages={screen.thread}
              close={() => move({ thread: '' })}
            />
          )}
          <Production complain={complain} />
        </div>
        {screen.modal && <ModalDialog key={screen.modal.id} view={screen.modal} />}
        <p class={complaint ? 'toast shown' : 'toast'} role="status">
          {complaint}
        </p>
      </StageContext.Provider>
    </LanguageContext.Provider>
  );
}

// The address keeps the place, so that two tabs can be two people and a reload changes nothing.
function usePlace(): [Place, (change: Partial<Place>) => void] {
  const [place, setPlace] = useState<Place>(() => {
    const hash = new URLSearchParams(location.hash.slice(1));
    return { as: hash.get('as') ?? '', channel: hash.get('channel') ?? '', thread: hash.get('thread') ?? '' };
  });
  const move = useCallback((change: Partial<Place>) => {
    setPlace((old) => {
      const next = { ...old, ...change };
      history.replaceState(null, '', `#${new URLSearchParams({ ...next })}`);
      return next;
    });
  }, []);
  return [place, move];
}

function useStart(screen: Screen | undefined, place: Place, move: (change: Partial<Place>) => void): void {
  useEffect(() => {
    const start = screen && startingPlace(screen, place);
    if (start && (start.as !== place.as || start.channel !== place.channel)) move(start);
  }, [screen, place, move]);
}

// Without a usable address the first person looks at the first channel they share with the bot.
function startingPlace({ setting, channels, home, place: loaded }: Screen, place: Place): Place {
  const as = setting.people.some(({ id }) => id === place.as) ? place.as : (setting.people[0]?.id ?? '');
  const mine = channels.filter(({ members }) => members.includes(as));
  const isHome = place.channel === 'home' && (home !== null || loaded.as !== as);
  if (isHome || mine.some(({ id }) => id === place.channel)) return { ...place, as };
  const first = mine.find(({ members }) => members.includes(setting.bot.userId)) ?? mine[0];
  return { as, channel: first?.id ?? '', thread: '' };
}

function useComplaint(): [string, (text: string) => void] {
  const [complaint, setComplaint] = useState('');
  useEffect(() => {
    if (!complaint) return;
    const timer = setTimeout(() => setComplaint(''), 6000);
    return () => clearTimeout(timer);
  }, [complaint]);
  return [complaint, setComplaint];
}
