import type { Milliseconds } from '../domain/time.js';

/**
 * Runs `act` with a signal that comes when the span is over, or when `outer` does.
 * (Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect such a timer before it fires.)
 */
export async function within<T>(
  span: Milliseconds,
  act: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, span);
  outer?.addEventListener('abort', stop);
  try {
    if (outer?.aborted) stop();
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}
