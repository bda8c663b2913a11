import { useEffect, useRef } from 'preact/hooks';
import { focusable, visible } from './keys.js';

/** Where the keyboard was last in a channel or a thread, outside of dialogs. */
interface Spot {
  element: HTMLElement;
  /** `.conversation` or `.thread`. */
  talk: string;
  /** Of the message around it. */
  ts: string | undefined;
}

/** Whoever closes a dialog, or presses what then goes, is left on the message they were in, or in the composer. */
export function useFocusKept(): void {
  const last = useRef<Spot | undefined>(undefined);
  const hadDialog = useRef(false);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      const element = target as HTMLElement;
      if (!element.closest('dialog')) last.current = spotOf(element);
    };
    addEventListener('focusin', remember);
    return () => removeEventListener('focusin', remember);
  }, []);
  // After every rendering: that is when things go.
  useEffect(() => {
    const hasDialog = document.querySelector('dialog[open]') !== null;
    const isDialogOver = hadDialog.current && !hasDialog;
    hadDialog.current = hasDialog;
    const isLost = isDialogOver || last.current?.element.isConnected === false;
    if (isLost && !hasDialog && document.activeElement === document.body) goOn(last.current);
  });
}

function spotOf(element: HTMLElement): Spot | undefined {
  const talk = ['.thread', '.conversation'].find((each) => element.closest(each));
  const ts = element.closest<HTMLElement>('.message')?.dataset.ts;
  return talk ? { element, talk, ts } : undefined;
}

// Where they were, else the message that was in, else the composer of the thread or the channel, else what there is.
function goOn(spot: Spot | undefined): void {
  const { element, talk = '.conversation', ts } = spot ?? {};
  const message = ts && `${talk} .message[data-ts="${CSS.escape(ts)}"]`;
  const places = [message, `${talk} .composer textarea`, '.composer textarea', '.conversation'].filter(Boolean);
  const found = places.flatMap((place) => visible(document, String(place)));
  const [first] = [...(element?.isConnected ? [element] : []), ...found];
  const isFocusable = first?.matches(`.message, ${focusable}`);
  (isFocusable ? first : first && visible(first, focusable)[0])?.focus({ preventScroll: true });
}
