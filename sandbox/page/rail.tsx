import { isUnread, mentionsOf, useReadState } from './activity.js';
import { Icon } from './icons.js';
import { type Move, type Place, VIEWS } from './place.js';
import { useWords } from './words.js';
import { type Screen, useStage } from './workspace.js';

interface Props {
  screen: Screen;
  place: Place;
  move: Move;
}

/** The narrow bar at the very left: the workspace, its channels, the bot's private conversation, who called me. */
export function Rail({ screen, place, move }: Props) {
  const words = useWords();
  const { me, act } = useStage();
  const { marks } = useReadState();
  const { channels, activity, setting } = screen;
  const mine = channels.filter(({ members }) => members.includes(me.id));
  const direct = mine.find(({ directWith }) => directWith === me.id);
  const first = mine.find(({ members, directWith }) => !directWith && members.includes(setting.bot.userId)) ?? mine[0];
  const called = mentionsOf(activity, channels, me.id).filter((each) => isUnread(marks, me.id, each)).length;
  const isDirect = [...VIEWS, direct?.id].includes(place.channel) && place.channel !== 'activity';
  const openDirect = () => {
    move({ channel: direct?.id ?? 'home', thread: '' });
    if (!direct) void act('open-home', {});
  };
  return (
    <nav class="rail" aria-label={words.workspace} data-region="rail">
      <span class="workspace-tile" title={setting.team.name} aria-hidden="true">
        {setting.team.name[0]}
      </span>
      <RailButton
        icon="home"
        label={words.home}
        isHere={!isDirect && place.channel !== 'activity'}
        choose={() => move({ channel: first?.id ?? '', thread: '' })}
      />
      <RailButton icon="message" label={words.dms} isHere={isDirect} choose={openDirect} />
      <RailButton
        icon="bell"
        label={words.activity}
        isHere={place.channel === 'activity'}
        count={called}
        choose={() => move({ channel: 'activity', thread: '' })}
      />
    </nav>
  );
}

interface ButtonProps {
  icon: 'home' | 'message' | 'bell';
  label: string;
  isHere: boolean;
  count?: number;
  choose: () => void;
}

function RailButton({ icon, label, isHere, count = 0, choose }: ButtonProps) {
  const words = useWords();
  return (
    <button type="button" class="rail-button" aria-current={isHere ? 'page' : undefined} onClick={choose}>
      <span class="tile">
        <Icon name={icon} />
        {count > 0 && (
          <span class="count" title={words.called(count)}>
            {count}
          </span>
        )}
      </span>
      {label}
    </button>
  );
}
