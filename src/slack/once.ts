import type { Logger } from 'pino';
import type { Clock, Deliveries } from '../engine/ports.js';

/**
 * True the first time a delivery is seen. Slack sends some twice and Bolt hands both on; a retry that is
 * seen first counts, because then the original was lost.
 */
export function createOnce(deliveries: Deliveries, clock: Clock, log: Logger): (key: string) => Promise<boolean> {
  return async (key) => {
    try {
      return await deliveries.isFirst(key, clock.now());
    } catch (error) {
      // Losing what a person asked for is worse than hearing it twice: the engine's calls are guarded.
      log.error({ err: error, key }, 'could not note a delivery from Slack');
      return true;
    }
  };
}
