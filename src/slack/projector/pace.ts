import type { Instant, Milliseconds } from '../../domain/time.js';

/** How much an edit matters: the clock moved, something happened, or the run took a turn. */
export type Urgency = 'tick' | 'change' | 'turn';

const MINUTE: Milliseconds = 60_000;
// Slack allows 50 edits a minute in a workspace; what matters less leaves room for what matters more.
const EDITS_PER_MINUTE: Readonly<Record<Urgency, number>> = { tick: 25, change: 40, turn: 48 };
// Slack wants one post per second and channel and tolerates short bursts.
const POST_BURST = 5;
const POST_INTERVAL: Milliseconds = 1_000;

/** Keeps calls within Slack's rates before Slack has to refuse them. One for the whole workspace. */
export type Pace = {
  /**
   * The earliest instant at which an edit of this urgency may be sent. Each message that waits is told an instant of its own: else
   * all of them would be drawn anew for each edit that may be sent. None is kept free for it; who comes too late waits again.
   */
  editAt(urgency: Urgency, now: Instant, message: string): Instant;
  edited(now: Instant): void;
  postAt(channel: string, now: Instant): Instant;
  posted(channel: string, now: Instant): void;
};

type Wait = { readonly urgency: Urgency; readonly at: Instant };

export function createPace(): Pace {
  let edits: Instant[] = [];
  // What messages that wait were told, by message.
  const waiting = new Map<string, Wait>();
  // Per channel: the instant by which all posts so far would have been sent at one per interval.
  const paidUntil = new Map<string, Instant>();
  return {
    editAt(urgency, now, message) {
      edits = edits.filter((at) => at > now - MINUTE);
      const over = edits.length - EDITS_PER_MINUTE[urgency];
      for (const [other, { at }] of waiting) if (at <= now) waiting.delete(other);
      const told = waiting.get(message);
      if (over >= 0 && told?.urgency === urgency) return told.at;
      waiting.delete(message);
      if (over < 0) return now;
      const before = [...waiting.values()].filter((each) => each.urgency === urgency).length;
      const at = (edits[over + before] ?? edits.at(-1) ?? now) + MINUTE;
      waiting.set(message, { urgency, at });
      return at;
    },
    edited: (now) => void edits.push(now),
    postAt: (channel, now) => Math.max(now, (paidUntil.get(channel) ?? 0) - (POST_BURST - 1) * POST_INTERVAL),
    posted: (channel, now) => void paidUntil.set(channel, Math.max(now, paidUntil.get(channel) ?? 0) + POST_INTERVAL),
  };
}
