import { startV1 } from './diagnosis-v1.js';

export const version = 'v1.0.0';

/** v1.0.0: one diagnosis, no feature flags. */
export function createRelease(service) {
  return { diagnose: (task) => startV1(task, service), routes: {} };
}
