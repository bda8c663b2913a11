import { useState } from 'preact/hooks';
import { useWords } from '../../words.js';
import { useSideWords } from '../words.js';
import { breakSystem, requestSchemeA, typeCommand } from './deeds.js';
import { cardOf, GUEST, offers, type Step, TOUR_CHANNEL } from './steps.js';
import type { TourProps } from './tour.js';
import { type TourState, usePointer } from './use-tour.js';

interface Props extends TourProps {
  step: Step;
  tour: TourState;
}

/** What a step says now, what it offers to do for the newcomer, and what on the page it points at. */
interface Guide {
  title: string;
  text: string;
  pointAt: string;
  deeds: Deed[];
}

interface Deed {
  label: string;
  do: () => Promise<string | undefined> | undefined;
  isMain?: boolean;
}

/** One step of the tour. It ends when what it asks for has happened, by whichever way. */
export function StepCard(props: Props) {
  const { title, text, pointAt, deeds } = useGuide(props);
  const [isBusy, setBusy] = useState(false);
  usePointer(pointAt);
  const run = async (deed: Deed) => {
    setBusy(true);
    const trouble = await Promise.resolve(deed.do()).finally(() => setBusy(false));
    if (trouble) props.complain(trouble);
  };
  return (
    <>
      <h2>{title}</h2>
      <p>{text}</p>
      {deeds.length > 0 && (
        <div class="actions">
          {deeds.map((deed) => (
            <button
              key={deed.label}
              type="button"
              class={deed.isMain ? 'button primary' : 'button'}
              disabled={isBusy}
              onClick={() => run(deed)}
            >
              {deed.label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

const ASKER = 'U0ZHAO6';
const DECIDER = 'U0LI4';

function useGuide({ step, tour, screen, place, move, production }: Props): Guide {
  const { tour: words } = useSideWords();
  const { troubles } = useWords();
  const nameOf = (id: string) => screen.setting.people.find((person) => person.id === id)?.realName ?? id;
  const go = (as: string) => () => {
    move({ as, channel: TOUR_CHANNEL, thread: '' });
    return undefined;
  };
  const asAsker = (deed: () => Promise<string | undefined>) => () => {
    go(ASKER)();
    return deed();
  };
  const isBroken = production.systems.some(({ name, healthy }) => name === 'wechat-backend' && !healthy);
  const card = cardOf(tour.progress, screen.messages);

  const guides: Record<Step, () => Guide> = {
    look: () => ({
      ...{ title: words.look.title, text: isBroken ? words.look.broken : words.look.healthy, pointAt: 'side' },
      deeds: [
        isBroken
          ? { label: words.look.go, do: () => void tour.lookedAt(), isMain: true }
          : { label: words.look.break, do: breakSystem, isMain: true },
      ],
    }),
    ask: () => ({
      ...{ title: words.ask.title, text: words.ask.say(nameOf(ASKER)), pointAt: 'composer' },
      deeds: [
        { label: words.ask.schemes, do: asAsker(() => typeCommand(ASKER, 'schemes', troubles)), isMain: true },
        { label: words.ask.backups, do: asAsker(() => typeCommand(ASKER, 'list-backups', troubles)) },
      ],
    }),
    request: () => ({
      ...{ title: words.request.title, text: words.request.say(nameOf(ASKER)), pointAt: 'composer' },
      deeds: [
        { label: words.request.fill, do: asAsker(() => requestSchemeA(ASKER, words.request, troubles)), isMain: true },
        { label: words.request.open, do: asAsker(() => typeCommand(ASKER, 'scheme-a', troubles)) },
      ],
    }),
    refuse: () =>
      place.as === GUEST
        ? { title: words.refuse.title, text: words.refuse.press, pointAt: 'channel', deeds: [] }
        : {
            ...{ title: words.refuse.title, text: words.refuse.become, pointAt: 'people' },
            deeds: [{ label: words.refuse.go, do: go(GUEST), isMain: true }],
          },
    approve: () =>
      place.as === DECIDER
        ? { title: words.approve.title, text: words.approve.press(nameOf(DECIDER)), pointAt: 'channel', deeds: [] }
        : {
            ...{ title: words.approve.title, text: words.approve.become(nameOf(DECIDER)), pointAt: 'people' },
            deeds: [{ label: words.approve.go(nameOf(DECIDER)), do: go(DECIDER), isMain: true }],
          },
    watch: () => ({
      title: words.watch.title,
      text: offers(card, 'open-answers') ? words.watch.answers : words.watch.running,
      pointAt: 'channel',
      deeds: [],
    }),
    read: () =>
      place.thread === tour.progress.card
        ? { title: words.read.title, text: words.read.press, pointAt: 'thread', deeds: [] }
        : {
            ...{ title: words.read.title, text: words.read.open, pointAt: 'channel' },
            deeds: [{ label: words.read.go, do: openThread, isMain: true }],
          },
  };
  const openThread = () => {
    move({ channel: TOUR_CHANNEL, thread: tour.progress.card });
    return undefined;
  };
  return guides[step]();
}
