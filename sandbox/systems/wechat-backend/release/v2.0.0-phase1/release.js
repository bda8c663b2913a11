import { startV1 } from './diagnosis-v1.js';
import { startV2 } from './diagnosis-v2.js';
import { flagRoutes, loadFlags } from './feature-flags.js';

export const version = 'v2.0.0-phase1';

/** v2.0.0-phase1: the new diagnosis behind feature flags; the v1 code is still here. */
export function createRelease(service) {
  const flags = loadFlags(service.settings.FLAGS_FILE);
  const usesV2 = () => flags.read().diagnosis_v2_enabled && flags.read().diagnosis_v2_state_machine;
  return {
    diagnose: (task) => (usesV2() ? startV2(task, service) : startV1(task, service)),
    routes: flagRoutes(flags, service.settings.ADMIN_KEY_FILE),
  };
}
