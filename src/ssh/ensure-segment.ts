import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../domain/target.js';
import type { Milliseconds } from '../domain/time.js';
import type { Clock, Segment, SegmentListener } from '../engine/ports.js';
import type { Caller } from './caller.js';
import { createCountdown } from './countdown.js';
import { SegmentProgress } from './segment-progress.js';

export type EnsureOptions = {
  readonly call: Caller;
  readonly clock: Clock;
  /** How long beyond its deadline a step is waited for. */
  readonly patience: Milliseconds;
  /** Pauses between attempts: the first, and the longest they grow to. */
  readonly backOff: { readonly first: Milliseconds; readonly most: Milliseconds };
};

/** Ensures a segment over as many connections as it takes; each sends what is left of it. */
export async function ensureSegment(
  target: Target,
  { orders, lock }: Segment,
  { signal: stopping, onEnd }: SegmentListener,
  { call, clock, patience, backOff }: EnsureOptions,
): Promise<void> {
  const countdown = createCountdown(stopping);
  const progress = new SegmentProgress(target, orders, onEnd, { countdown, patience, clock });
  try {
    for (let attempt = 0; ; attempt += 1) {
      stopping.throwIfAborted();
      const { rest, offset, isFresh } = progress;
      const called = await call(target, { mode: 'ensure', orders: rest, offset, lock, isFresh }, progress.listening);
      stopping.throwIfAborted();
      if (progress.conclude(called)) return;
      if (progress.rest.length < rest.length || progress.offset > offset) attempt = 0;
      const isStale = called.kind === 'broken' && called.isStale;
      if (!isStale) await pause(Math.min(backOff.first * 2 ** Math.min(attempt, 16), backOff.most), stopping);
    }
  } finally {
    countdown.stop();
  }
}

/** A little irregular, so that many waiters do not come back at once. */
async function pause(span: Milliseconds, signal: AbortSignal): Promise<void> {
  try {
    await sleep(span * (0.75 + Math.random() / 2), undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
