import type { Instant, Milliseconds } from '../../domain/time.js';

// Slack takes 100 a minute in a workspace; what shows runs in their channels comes first.
const MOST_A_MINUTE = 50;
const MINUTE: Milliseconds = 60_000;

/** Keeps Home within Slack's rate before Slack has to refuse it. One for the whole workspace. */
export type HomePace = {
  /** The earliest instant at which Home may be drawn again. */
  freeAt(now: Instant): Instant;
  /** Home is being drawn: it counts from now on, before anything is sent. */
  take(now: Instant): void;
  /** What was taken then was not needed: nothing had changed. */
  giveBack(at: Instant): void;
  /** Slack said how long to wait. */
  hold(until: Instant): void;
};

export function createHomePace(): HomePace {
  let times: Instant[] = [];
  let heldUntil: Instant = 0;
  return {
    freeAt(now) {
      times = times.filter((at) => at > now - MINUTE);
      const over = times.length - MOST_A_MINUTE;
      return Math.max(now, heldUntil, over < 0 ? now : (times[over] ?? now) + MINUTE);
    },
    take: (now) => void times.push(now),
    giveBack(at) {
      const index = times.indexOf(at);
      if (index >= 0) times.splice(index, 1);
    },
    hold: (until) => {
      heldUntil = Math.max(heldUntil, until);
    },
  };
}
