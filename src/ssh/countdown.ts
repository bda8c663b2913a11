import type { Milliseconds } from '../domain/time.js';

/** A signal that comes when the last span it was given is over, or when another signal does. */
export type Countdown = {
  readonly signal: AbortSignal;
  /** Whether a span ran out. */
  isOver(): boolean;
  restart(span: Milliseconds): void;
  stop(): void;
};

export function createCountdown(outer: AbortSignal): Countdown {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const abort = () => controller.abort();
  outer.addEventListener('abort', abort);
  if (outer.aborted) abort();
  return {
    signal: controller.signal,
    isOver: () => isOver,
    restart(span) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        isOver = true;
        abort();
      }, span);
    },
    stop() {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}
