import type { Step } from '../domain/scheme.js';
import type { Script } from './ports.js';

/**
 * A step's script with its working directory and account. Both are names that the plan declares, and the step's own text
 * travels as a value: nothing is ever pasted into shell text.
 */
export function stepScript(step: Step, values: Readonly<Record<string, string>>): Omit<Script, 'secrets'> {
  const env = { ...values, ...step.environment };
  const inside = step.directory === undefined ? step.run : `cd -- "$${step.directory}"\n${step.run}`;
  const patience = step.inactivity === undefined ? {} : { inactivity: step.inactivity };
  const timing = { deadline: step.deadline, ...patience };
  if (step.user === undefined) return { text: inside, env, ...timing };
  // sudo clears the environment, so each value is handed over by name.
  const handed = Object.keys(env).map((name) => `${name}="$${name}"`);
  const text = `exec sudo -n -u "$BACKOUT_USER" -- env ${handed.join(' ')} sh -eu -c "$BACKOUT_TEXT"`;
  return { text, env: { ...env, BACKOUT_USER: step.user, BACKOUT_TEXT: inside }, ...timing };
}
