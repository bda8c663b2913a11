import type { Step } from '../domain/scheme.js';
import { CONDITION, conditional } from './conditional.js';
import type { Script } from './ports.js';

/**
 * A step's script with its working directory and account. Both are names that the plan declares, and the step's own text
 * travels as a value: nothing is ever pasted into shell text.
 */
export function stepScript(step: Step, values: Readonly<Record<string, string>>): Omit<Script, 'secrets'> {
  const { when, directory, inactivity } = step;
  const asked = when && { [CONDITION]: withinDirectory(when.run, directory) };
  const env = { ...values, ...step.environment, ...asked };
  const run = directory === undefined ? step.run : `cd -- "$${directory}"\n${step.run}`;
  const inside = when ? conditional(run, when) : run;
  const patience = inactivity === undefined ? {} : { inactivity };
  const timing = {
    ...{ deadline: step.deadline + (when?.deadline ?? 0), ...patience },
    ...(when ? ({ isConditional: true } as const) : {}),
  };
  if (step.user === undefined) return { text: inside, env, ...timing };
  // sudo clears the environment, so each value is handed over by name.
  const handed = Object.keys(env).map((name) => `${name}="$${name}"`);
  const text = `exec sudo -n -u "$BACKOUT_USER" -- env ${handed.join(' ')} sh -eu -c "$BACKOUT_TEXT"`;
  return { text, env: { ...env, BACKOUT_USER: step.user, BACKOUT_TEXT: inside }, ...timing };
}

/** Without the directory nobody can tell; a shell's own code for that may be the one that says no. */
function withinDirectory(run: string, directory: string | undefined): string {
  return directory === undefined ? run : `cd -- "$${directory}" || exit 2\n${run}`;
}
