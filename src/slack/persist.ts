import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../domain/time.js';
import { troubleOf } from './trouble.js';

/** Waits between the tries for a person who is waiting; all of it fits into the 3 s of a dialog's trigger. */
const WAITS: readonly Milliseconds[] = [100, 400];

/**
 * Calls again when no answer came. The call may then be done twice, so it must not matter.
 * Rejects with what the last try threw; what Slack refuses is not tried again.
 */
export async function persist<T>(call: (attempt: number) => Promise<T>): Promise<T> {
  for (const [attempt, wait] of WAITS.entries()) {
    try {
      return await call(attempt);
    } catch (error) {
      if (troubleOf(error).kind !== 'unreachable') throw error;
      await sleep(wait);
    }
  }
  return call(WAITS.length);
}
