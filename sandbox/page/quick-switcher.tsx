import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Move, Place } from './place.js';
import { useWords } from './words.js';
import { type Screen, useStage } from './workspace.js';

interface Props {
  screen: Screen;
  move: Move;
  close: () => void;
}

interface Destination {
  name: string;
  label: string;
  change: Partial<Place>;
}

/** Ctrl/⌘+K: type part of a name and go there. */
export function QuickSwitcher({ screen, move, close }: Props) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useDestinations(screen).filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()));
  // At once, so that no key pressed after Ctrl+K goes elsewhere.
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const go = (destination: Destination | undefined) => {
    if (!destination) return;
    move({ thread: '', ...destination.change });
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: found.length - 1 };
    const step = steps[event.key];
    if (event.isComposing || !(step || event.key === 'Enter')) return;
    event.preventDefault();
    if (step) setChosen((chosen + step) % Math.max(found.length, 1));
    else go(found[chosen]);
  };
  return (
    <dialog ref={dialog} class="switcher" aria-label={words.jump} onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-label={words.jump}
        aria-expanded={true}
        aria-controls="destinations"
        aria-activedescendant={found[chosen] ? `destination-${chosen}` : undefined}
        placeholder={words.jumpPlaceholder}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="destinations" role="listbox" aria-label={words.jump}>
        {found.map((destination, index) => (
          <button
            key={destination.label}
            id={`destination-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => go(destination)}
          >
            {destination.label}
          </button>
        ))}
      </div>
      {found.length === 0 && <p class="empty">{words.noMatch}</p>}
    </dialog>
  );
}

function useDestinations({ channels, setting }: Screen): Destination[] {
  const words = useWords();
  const { me } = useStage();
  const mine = channels.filter(({ members, directWith }) => members.includes(me.id) && !directWith);
  const others = setting.people.filter(({ id }) => id !== me.id);
  return [
    ...mine.map(({ id, name }) => ({ name, label: `# ${name}`, change: { channel: id } })),
    { name: setting.bot.name, label: `${setting.bot.name} · ${words.app}`, change: { channel: 'home' } },
    ...others.map(({ id, realName, name }) => ({
      ...{ name: `${realName} ${name}`, label: words.switchPerson(realName), change: { as: id } },
    })),
  ];
}
