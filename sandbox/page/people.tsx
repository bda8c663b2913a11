import type { Person } from '../slack/model.js';
import { isUnread, mentionsOf, useReadState } from './activity.js';
import { Avatar } from './avatar.js';
import { useSay, useWords } from './words.js';
import { type Screen, useStage } from './workspace.js';

/** Who somebody is, and everybody they can become; who has been called by name has a badge. */
export function People({ screen, become }: { screen: Screen; become: (id: string) => void }) {
  const words = useWords();
  const { me } = useStage();
  const { marks } = useReadState();
  const called = (person: Person) =>
    mentionsOf(screen.activity, screen.channels, person.id).filter((each) => isUnread(marks, person.id, each)).length;
  return (
    <section class="acting-as" aria-labelledby="acting-as" data-tour="people">
      <h2 id="acting-as">{words.actingAs}</h2>
      <p class="hint">{words.actingAsHint}</p>
      <ul class="people">
        {screen.setting.people.map((person) => (
          <li key={person.id}>
            <PersonEntry
              person={person}
              isMe={person.id === me.id}
              called={called(person)}
              choose={() => become(person.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface EntryProps {
  person: Person;
  isMe: boolean;
  called: number;
  choose: () => void;
}

function PersonEntry({ person, isMe, called, choose }: EntryProps) {
  const words = useWords();
  const say = useSay();
  return (
    <button type="button" class="entry person" aria-pressed={isMe} onClick={choose}>
      <Avatar id={person.id} name={person.realName} />
      <span class="name">
        {person.realName}
        <small class="role">
          {person.title === undefined ? person.isRestricted && words.guest : say(person.title)}
        </small>
      </span>
      {called > 0 && (
        <span class="count" title={words.called(called)}>
          {called}
        </span>
      )}
    </button>
  );
}
