import type { Milliseconds } from '../domain/time.js';

/** Waits that end early: `ring` ends the wait under way, or the next one when none is. */
export type Alarm = { wait(atMost: Milliseconds): Promise<void>; ring(): void };

/** Longest wait a Node timer can hold. */
const LONGEST: Milliseconds = 2_147_483_647;

export function createAlarm(): Alarm {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    async wait(atMost) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(Math.max(atMost, 0), LONGEST));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = undefined;
    },
    ring() {
      rung = true;
      wake?.();
    },
  };
}
