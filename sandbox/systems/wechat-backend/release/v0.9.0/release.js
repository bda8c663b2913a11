import { startV1 } from './diagnosis-v1.js';

export const version = 'v0.9.0';

/** v0.9.0: the trial version, with the same diagnosis as v1.0.0. */
export function createRelease(service) {
  return { diagnose: (task) => startV1(task, service), routes: {} };
}
