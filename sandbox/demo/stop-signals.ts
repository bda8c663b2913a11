import type { EventEmitter } from 'node:events';

/** npm passes on a Ctrl-C that the terminal has already sent to every process: two within this time are one. */
const sameWishMs = 1_000;

/** Calls `stop` on the first SIGINT or SIGTERM and `force` on a later one. */
export function onStopSignals(
  { stop, force }: { stop: () => void; force: () => void },
  source: EventEmitter = process,
  now: () => number = () => performance.now(),
): void {
  let firstAt: number | undefined;
  const wish = () => {
    if (firstAt === undefined) {
      firstAt = now();
      stop();
    } else if (now() - firstAt > sameWishMs) force();
  };
  source.on('SIGINT', wish).on('SIGTERM', wish);
}
