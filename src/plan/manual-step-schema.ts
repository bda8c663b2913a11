import { z } from 'zod';
import { name, span, text } from './words.js';

export const manualSchema = z
  .strictObject({
    role: name
      .exactOptional()
      .describe('The role that does it; anybody who has a say when not said.')
      .meta({ examples: ['ops-lead'] }),
    within: span(7)
      .describe('Without an answer by then the step failed: nobody knows.')
      .meta({ examples: ['30m'] }),
    instructions: z
      .array(text)
      .min(1, 'say what to do')
      .describe('What to do, in order.')
      .meta({ examples: [['Sign in at the CDN', 'Purge the cache of the shop']] }),
  })
  .describe(
    'A person does it, and says so: done, or not and why. Instead of `target`, `run` and `deadline`. Nothing after it begins before.',
  );

/** What a script has and a person has not. */
const SCRIPTS = ['target', 'run', 'when', 'repeat', 'deadline', 'inactivity', 'directory', 'user'] as const;
const BESIDE = ['snapshot', 'verify', 'undo'] as const;
const NEEDED = {
  target: 'name where it runs',
  run: 'write what it runs, or manual: { within: …, instructions: […] } for a person',
  deadline: 'write a number with its unit, e.g. 30s, 5m or 24h',
} as const;

type Key = (typeof SCRIPTS)[number] | (typeof BESIDE)[number] | 'manual';
type Written = { readonly [Name in Key]?: unknown } & {
  readonly secrets: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** A step is a host's or a person's, with all that it takes and nothing else. */
export function expectDoer(step: Written, context: z.core.$RefinementCtx): void {
  const say = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message, input: step });
  if (!step.manual) {
    for (const [key, instead] of Object.entries(NEEDED))
      if (step[key as Key] === undefined) say(key, `${key} is missing; ${instead}`);
    return;
  }
  const isEmpty = { secrets: step.secrets.length === 0, environment: Object.keys(step.environment).length === 0 };
  const extra = [
    ...[...SCRIPTS, ...BESIDE].filter((key) => step[key] !== undefined),
    ...(['secrets', 'environment'] as const).filter((key) => !isEmpty[key]),
  ];
  for (const key of extra) {
    const instead = BESIDE.includes(key as 'undo')
      ? 'make what a script can do a step of its own'
      : 'a person has no script';
    say(key, `a person does this step: ${instead}; remove ${key}`);
  }
}
