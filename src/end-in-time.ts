import type { Logger } from 'pino';
import type { Milliseconds } from './domain/time.js';

/** Waits for a part to end, but no longer than this: whatever hangs or breaks at the very end must not keep the process. */
export async function endInTime(
  part: string,
  atMost: Milliseconds,
  end: () => Promise<void>,
  log: Logger,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, atMost, 'late');
  });
  try {
    if ((await Promise.race([end(), late])) === 'late')
      log.warn({ part }, 'this did not end in time; leaving it behind');
  } catch (error) {
    log.error({ err: error, part }, 'this did not end in order');
  } finally {
    clearTimeout(timer);
  }
}
