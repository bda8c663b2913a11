import type { ChecklistItem } from '../domain/plan.js';
import type { RunState } from './state.js';

/** Boxes that a person still has to tick before somebody can approve (S1.33 to S1.38). */
export function openBoxes({ request, ticks }: RunState): readonly ChecklistItem[] {
  return request.plan.checklist.filter(({ id, answeredBy }) => answeredBy === 'person' && !Object.hasOwn(ticks, id));
}
