import type { Step, StepEffect } from '../domain/scheme.js';

/** What people are told a step does to the system. Where the plan writes no undo, as for a restart, none is promised. */
export type ShownEffect = StepEffect | 'no-undo';

export function shownEffect({ effect, undo }: Pick<Step, 'effect' | 'undo'>): ShownEffect {
  return effect === 'reversible' && !undo ? 'no-undo' : effect;
}
