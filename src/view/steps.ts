import { isConfirming, MARK_STEP, REACH_STEP } from '../domain/expand-scheme.js';
import type { Step } from '../domain/scheme.js';

/** Whether Backout itself put this step into the scheme: it confirms the backup, marks logs or reaches a host. */
export function isAdded({ id }: Pick<Step, 'id'>): boolean {
  return isConfirming(id) || id.startsWith(MARK_STEP) || id.startsWith(REACH_STEP);
}
