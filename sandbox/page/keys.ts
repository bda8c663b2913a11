import { useEffect, useState } from 'preact/hooks';

/** The keys that work everywhere: Ctrl/⌘+K jumps, F6 goes from region to region, Escape closes the thread. */
export function useKeys(closeThread: () => void) {
  const [isSwitching, setSwitching] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const act = meaningOf(event);
      if (!act) return;
      event.preventDefault();
      act();
    };
    const meaningOf = (event: KeyboardEvent) => {
      if (event.key === 'F6') return () => goToRegion(event.shiftKey ? -1 : 1);
      if (isPlainEscape(event)) return closeThread;
      return isJump(event) ? () => setSwitching(true) : undefined;
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
  return {
    ...{ isSwitching, isMenuOpen },
    openSwitcher: () => setSwitching(true),
    closeSwitcher: () => setSwitching(false),
    toggleMenu: () => setMenuOpen(!isMenuOpen),
    closeMenu: () => setMenuOpen(false),
  };
}

function isJump(event: KeyboardEvent): boolean {
  return event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
}

// A dialog, and the end of an input method's composition, have Escape for themselves.
function isPlainEscape(event: KeyboardEvent): boolean {
  const isFree = event.key === 'Escape' && !event.isComposing && !event.defaultPrevented;
  return isFree && document.querySelector('dialog[open]') === null;
}

function goToRegion(step: 1 | -1): void {
  const regions = visible(document, '[data-region], .production');
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const next = here < 0 ? regions[0] : regions.at((here + step) % regions.length);
  if (!next) return;
  const [first] = [...visible(next, '[data-focus-first]'), ...visible(next, focusable)];
  first?.focus();
}

/** What can have the focus by Tab. */
export const focusable = 'button:not([disabled]), textarea, input, select, a[href], [tabindex="0"]';

/** Those of the elements that are drawn, in the document's order. */
export function visible(within: ParentNode, selector: string): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
}
