import type { RunRequest } from './request.js';
import type { Step } from './scheme.js';

/** The step that takes another one back: `restore-undo` for `restore`. Its own step, so that it is shown, journalled and claimed like any other. */
export function undoStep({
  snapshot: _,
  verify: __,
  inactivity: ___,
  when: ____,
  undo,
  ...step
}: Step): Step | undefined {
  if (!undo) return undefined;
  const repeat = step.repeat === 'once' ? 'once' : 'fenced';
  return { ...step, ...undo, id: `${step.id}-undo`, effect: 'reversible', repeat };
}

/** A step of a run by its id, be it one of the scheme's or one that takes such a step back. */
export function plannedStep({ scheme }: Pick<RunRequest, 'scheme'>, id: string): Step | undefined {
  return scheme.steps.find((step) => step.id === id) ?? scheme.steps.map(undoStep).find((step) => step?.id === id);
}
