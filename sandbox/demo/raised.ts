import { waitUntil } from '../systems/wait-until.js';
import type { Binding } from './inventory.js';
import type { Production } from './production.js';

/** A system on its hosts, how the inventory binds it, and what the side panel shows. */
export type Raised<System> = {
  readonly system: System;
  readonly binding: Binding;
  readonly shown: Production['systems'][number];
  /** Returns when its users meet what is broken. */
  untilSeenBroken(): Promise<void>;
};

/** Looks again and again until it is seen or the stage is given up. */
export async function untilSeen(
  signal: AbortSignal | undefined,
  what: string,
  look: () => Promise<boolean>,
): Promise<void> {
  const isSeen = () => {
    signal?.throwIfAborted();
    return look();
  };
  await waitUntil(isSeen, { what });
}
