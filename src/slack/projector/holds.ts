import type { Instant, Milliseconds } from '../../domain/time.js';
import { backOff } from '../back-off.js';

/** What is put off until when: all of Slack, a method, a channel. One for the whole workspace. */
export type Holds = {
  /** The earliest instant at which a call under all these keys may be sent. */
  freeAt(keys: readonly string[], now: Instant): Instant;
  /** Slack said how long to wait. */
  hold(key: string, until: Instant): void;
  /** It failed; the wait doubles with every failure in a row, 30 s at most. */
  failed(key: string, now: Instant): void;
  /** How often it failed in a row, as long as it is put off for that. */
  failures(key: string, now: Instant): number;
  /** It worked again; a wait that Slack asked for in the meantime still counts. */
  worked(key: string, now: Instant): void;
  /** Something changed that makes an early try worth while. */
  release(key: string): void;
};

const FIRST_WAIT: Milliseconds = 500;
const LONGEST_WAIT: Milliseconds = 30_000;

export function createHolds(): Holds {
  const holds = new Map<string, { readonly until: Instant; readonly failures: number }>();
  return {
    freeAt: (keys, now) => Math.max(now, ...keys.map((key) => holds.get(key)?.until ?? 0)),
    hold: (key, until) => void holds.set(key, { until, failures: holds.get(key)?.failures ?? 0 }),
    failed(key, now) {
      const known = holds.get(key);
      // Runs that failed together count as one failure.
      if (known && known.until > now) return;
      const failures = (known?.failures ?? 0) + 1;
      holds.set(key, { until: now + backOff(failures, FIRST_WAIT, LONGEST_WAIT), failures });
    },
    failures(key, now) {
      const known = holds.get(key);
      return known && known.until > now ? known.failures : 0;
    },
    worked(key, now) {
      if ((holds.get(key)?.until ?? 0) <= now) holds.delete(key);
    },
    release: (key) => void holds.delete(key),
  };
}
