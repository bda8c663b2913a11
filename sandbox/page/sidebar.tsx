import { hasUnread, isUnread, mentionsOf, useReadState } from './activity.js';
import { Avatar } from './avatar.js';
import { People } from './people.js';
import type { Move, Place } from './place.js';
import { useWords } from './words.js';
import { type Screen, useStage } from './workspace.js';

interface Props {
  screen: Screen;
  place: Place;
  move: Move;
  /** On a narrow screen the sidebar comes only when it is called. */
  isOpen: boolean;
  close: () => void;
}

/** The workspace: its channels, the app, and the person you act as. */
export function Sidebar({ screen, place, move, isOpen, close }: Props) {
  const words = useWords();
  const { act } = useStage();
  const { bot, team } = screen.setting;
  const mine = screen.channels.filter(({ members }) => members.includes(place.as));
  const direct = mine.find(({ directWith }) => directWith === place.as);
  const go = (change: Partial<Place>) => {
    move({ thread: '', ...change });
    close();
  };
  const openApp = () => {
    go({ channel: 'home' });
    void act('open-home', {});
  };
  const isApp = ['home', 'about', direct?.id].includes(place.channel);
  return (
    <div class={isOpen ? 'sidebar open' : 'sidebar'} data-region="sidebar">
      <nav class="channels" aria-label={words.channels} data-tour="channels">
        <h1 class="team">{team.name}</h1>
        <h2>{words.channels}</h2>
        <ul>
          {mine
            .filter(({ directWith }) => !directWith)
            .map(({ id, name }) => (
              <li key={id}>
                <Entry id={id} isHere={id === place.channel} choose={() => go({ channel: id })}>
                  <span class="sign" aria-hidden="true">
                    #
                  </span>
                  <span class="name">{name}</span>
                </Entry>
              </li>
            ))}
        </ul>
        <h2>{words.apps}</h2>
        <ul>
          <li>
            <Entry id={direct?.id ?? 'home'} isHere={isApp} choose={openApp}>
              <Avatar id={bot.userId} name={bot.name} isBot />
              <span class="name">{bot.name}</span>
            </Entry>
          </li>
        </ul>
        {screen.violations.length > 0 && (
          <a class="violations" href="/control/violations" target="_blank" rel="noreferrer">
            {words.violations(screen.violations.length)}
          </a>
        )}
      </nav>
      <People screen={screen} become={(as) => go({ as })} />
    </div>
  );
}

interface EntryProps {
  id: string;
  isHere: boolean;
  choose: () => void;
  children: preact.ComponentChildren;
}

function Entry({ id, isHere, choose, children }: EntryProps) {
  const words = useWords();
  const { channels } = useStage();
  const { activity, marks, me } = useReadState();
  const called = mentionsOf(activity, channels, me).filter((each) => each.channel === id && isUnread(marks, me, each));
  const isFresh = called.length > 0 || hasUnread(activity, marks, me, id);
  return (
    <button
      type="button"
      class={isFresh ? 'entry unread' : 'entry'}
      aria-current={isHere ? 'page' : undefined}
      onClick={choose}
    >
      {children}
      {called.length > 0 && (
        <span class="count" title={words.called(called.length)}>
          {called.length}
        </span>
      )}
    </button>
  );
}
