import { setImmediate as nextRound } from 'node:timers/promises';

/** Waits for the next turn to render. */
export type Turn = () => Promise<void>;

/**
 * Turns of the runs that have something to show: one in each round of the event loop, in the order in which they asked. What
 * hosts, people and the journal have sent meanwhile goes first in each round, so that no step waits for another run's card.
 */
export function createTurns(): Turn {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => nextRound());
    return last;
  };
}
