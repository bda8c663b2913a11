import type { Step, StepEffect } from '../domain/scheme.js';

/** What people are told a step does to the system. Where the plan writes no undo, as for a restart, none is promised. */
export type ShownEffect = StepEffect | 'no-undo' | 'copy';

export function shownEffect({ id, effect, undo }: Pick<Step, 'id' | 'effect' | 'undo'>): ShownEffect {
  if (isSnapshot({ id })) return 'copy';
  return effect === 'reversible' && !undo ? 'no-undo' : effect;
}

/** Whether a step only keeps a copy. Nothing else of a run is called like it. */
export function isSnapshot({ id }: Pick<Step, 'id'>): boolean {
  return id.endsWith('-snapshot');
}
