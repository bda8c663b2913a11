import type { Milliseconds } from '../domain/time.js';

/** How long to wait after so many failures in a row: doubling from `first`, never above `most`. */
export function backOff(failures: number, first: Milliseconds, most: Milliseconds): Milliseconds {
  return Math.min(most, first * 2 ** Math.min(Math.max(failures - 1, 0), 20));
}
