import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/** Something that changes by itself: it flashes when `value` is another than at the last look. */
export function Changing({ value, children }: { value: string; children: ComponentChildren }) {
  const last = useRef(value);
  const times = useRef(0);
  if (last.current !== value) {
    last.current = value;
    times.current += 1;
  }
  // A new key is a new element, whose animation starts anew.
  return (
    <span key={times.current} class={times.current === 0 ? undefined : 'changed'}>
      {children}
    </span>
  );
}
