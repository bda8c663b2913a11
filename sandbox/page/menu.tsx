import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.js';

interface Props {
  label: string;
  /** The look of what opens it. */
  kind: 'button' | 'tool';
  entries: { name: string; choose: () => void }[];
}

/** A ⋮ button with a menu: arrow keys move, Escape closes and returns to the button. */
export function Menu({ label, kind, entries }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useEffect(() => {
    if (isOpen) items()[0]?.focus();
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (isOpen && event.key === 'Escape') close();
    else if (isOpen && step)
      items()
        .at((items().indexOf(document.activeElement as HTMLElement) + step) % entries.length)
        ?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocusOut = (event: FocusEvent) => {
    if (!root.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside.
    <span ref={root} class="menu" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <button
        type="button"
        class={kind}
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={kind === 'tool' ? 'more' : 'overflow'} />
      </button>
      {isOpen && (
        <div class="menu-entries" role="menu" aria-label={label}>
          {entries.map(({ name, choose }) => (
            <button
              key={name}
              type="button"
              role="menuitem"
              onClick={() => {
                close();
                choose();
              }}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}
