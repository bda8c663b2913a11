import { useEffect } from 'preact/hooks';
import type { Language } from '../text.js';
import { ReadMarksContext, useReading } from './activity.js';
import { ActivityView } from './activity-view.js';
import { AppAbout, AppHome } from './app-tabs.js';
import { Conversation } from './conversation.js';
import { useFocusKept } from './focus.js';
import { useKeys } from './keys.js';
import { ModalDialog } from './modal.js';
import { type Move, type Place, usePlace, useStart } from './place.js';
import { QuickSwitcher } from './quick-switcher.js';
import { Rail } from './rail.js';
import { type Preferences, usePreferences, ZoneContext } from './reader.js';
import { SidePanel } from './side/side-panel.js';
import { Sidebar } from './sidebar.js';
import { Thread } from './thread.js';
import { ToastContext, useToast } from './toast.js';
import { TopBar } from './top-bar.js';
import { LanguageContext, useWords } from './words.js';
import { type Screen, StageContext, useAct, useScreen } from './workspace.js';

/** The whole page, in the reader's language and zone. */
export function App() {
  const preferences = usePreferences();
  return (
    <LanguageContext.Provider value={preferences.language satisfies Language}>
      <ZoneContext.Provider value={preferences.zone}>
        <Page preferences={preferences} />
      </ZoneContext.Provider>
    </LanguageContext.Provider>
  );
}

function Page({ preferences }: { preferences: Preferences }) {
  const [place, move] = usePlace();
  const [toast, complain] = useToast();
  const screen = useScreen(place);
  const act = useAct(place.as, complain);
  const reading = useReading(screen, place);
  const keys = useKeys(() => move({ thread: '' }));
  const { title } = useWords();
  useStart(screen, place, move);
  useFocusKept();
  useEffect(() => {
    document.title = title;
  }, [title]);

  const me = screen?.setting.people.find((person) => person.id === place.as);
  if (!screen || !me) return <main class="loading">Backout</main>;
  const { setting, channels } = screen;
  const openThread = (thread: string) => move({ thread });
  return (
    <StageContext.Provider value={{ setting, channels, me, act, openThread }}>
      <ReadMarksContext.Provider value={reading}>
        <ToastContext.Provider value={complain}>
          <div class="page">
            <TopBar preferences={preferences} jump={keys.openSwitcher} menu={keys.toggleMenu} />
            <Rail screen={screen} place={place} move={move} />
            <Sidebar screen={screen} place={place} move={move} isOpen={keys.isMenuOpen} close={keys.closeMenu} />
            <Main screen={screen} place={place} move={move} />
            <SidePanel screen={screen} place={place} move={move} complain={complain} />
          </div>
          {keys.isSwitching && <QuickSwitcher screen={screen} move={move} close={keys.closeSwitcher} />}
          {screen.modal && <ModalDialog key={screen.modal.id} view={screen.modal} />}
          <p class={toast ? 'toast shown' : 'toast'} role="status">
            {toast}
          </p>
        </ToastContext.Provider>
      </ReadMarksContext.Provider>
    </StageContext.Provider>
  );
}

/** What the person looks at: a channel with perhaps a thread beside it, the app, or who mentioned them. */
function Main({ screen, place, move }: { screen: Screen; place: Place; move: Move }) {
  const channel = screen.channels.find((each) => each.id === place.channel);
  if (place.channel === 'activity') return <ActivityView screen={screen} place={place} move={move} />;
  if (place.channel === 'home')
    return <AppHome view={screen.home} isLoaded={screen.place.as === place.as} move={move} />;
  if (place.channel === 'about') return <AppAbout move={move} />;
  if (!channel) return null;
  return (
    <>
      <Conversation
        key={`${place.as}/${channel.id}`}
        channel={channel}
        isLoaded={screen.place.channel === channel.id}
        messages={screen.messages.filter((message) => message.channel === channel.id)}
        move={move}
      />
      {place.thread && (
        <Thread
          key={`${place.as}/${place.thread}`}
          channel={channel}
          ts={place.thread}
          messages={screen.thread}
          close={() => move({ thread: '' })}
        />
      )}
    </>
  );
}
