import type { Person } from '../slack/model.js';
import type { Language } from '../text.js';
import { Avatar } from './avatar.js';
import { useSay, useWords } from './words.js';
import { type Place, type Screen, useStage } from './workspace.js';

interface Props {
  screen: Screen;
  place: Place;
  move: (change: Partial<Place>) => void;
  language: Language;
  setLanguage: (language: Language) => void;
}

/** The workspace, its channels, and the person you act as. */
export function Sidebar({ screen, place, move, language, setLanguage }: Props) {
  const words = useWords();
  const { act } = useStage();
  const mine = screen.channels.filter(({ members }) => members.includes(place.as));
  const openHome = () => {
    move({ channel: 'home', thread: '' });
    void act('open-home', {});
  };
  return (
    <nav class="sidebar" aria-label={screen.setting.team.name}>
      <header class="team">
        <strong>{screen.setting.team.name}</strong>
        <button
          type="button"
          class="quiet"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          {words.language}
        </button>
      </header>
      <h2>{words.channels}</h2>
      <ul>
        {mine.map((channel) => (
          <li key={channel.id}>
            <Entry
              isCurrent={channel.id === place.channel}
              choose={() => move({ channel: channel.id, thread: '' })}
              label={channel.directWith ? screen.setting.bot.name : `# ${channel.name}`}
            />
          </li>
        ))}
      </ul>
      {screen.home && (
        <>
          <h2>{words.apps}</h2>
          <ul>
            <li>
              <Entry
                isCurrent={place.channel === 'home'}
                choose={openHome}
                label={`${screen.setting.bot.name} · ${words.home}`}
              />
            </li>
          </ul>
        </>
      )}
      <h2 id="acting-as">{words.actingAs}</h2>
      <ul class="people" aria-labelledby="acting-as">
        {screen.setting.people.map((person) => (
          <li key={person.id}>
            <PersonEntry person={person} isMe={person.id === place.as} choose={() => move({ as: person.id })} />
          </li>
        ))}
      </ul>
      {screen.violations.length > 0 && (
        <a class="violations" href="/control/violations" target="_blank" rel="noreferrer">
          {words.violations(screen.violations.length)}
        </a>
      )}
    </nav>
  );
}

function Entry({ isCurrent, choose, label }: { isCurrent: boolean; choose: () => void; label: string }) {
  return (
    <button type="button" class="entry" aria-current={isCurrent ? 'page' : undefined} onClick={choose}>
      {label}
    </button>
  );
}

function PersonEntry({ person, isMe, choose }: { person: Person; isMe: boolean; choose: () => void }) {
  const words = useWords();
  const say = useSay();
  return (
    <button type="button" class="entry person" aria-pressed={isMe} onClick={choose}>
      <Avatar id={person.id} name={person.realName} />
      <span>
        {person.realName}
        <small class="role">
          {person.title === undefined ? person.isRestricted && words.guest : say(person.title)}
        </small>
      </span>
    </button>
  );
}
