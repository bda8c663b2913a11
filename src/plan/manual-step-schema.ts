import { z } from 'zod';
import { advice } from './advice.js';
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
      .min(1, advice('say what to do', '请写明要做什么'))
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
  target: advice('target is missing; name where it runs', '缺少 target；请写在哪台目标主机上执行'),
  run: advice(
    'run is missing; write what it runs, or manual: { within: …, instructions: […] } for a person',
    '缺少 run；请写要执行的脚本，由人来做则写 manual: { within: …, instructions: […] }',
  ),
  deadline: advice(
    'deadline is missing; write a number with its unit, e.g. 30s, 5m or 24h',
    '缺少 deadline；请写数字和单位，例如 30s、5m 或 24h',
  ),
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
    for (const [key, needed] of Object.entries(NEEDED)) if (step[key as Key] === undefined) say(key, needed);
    return;
  }
  const isEmpty = { secrets: step.secrets.length === 0, environment: Object.keys(step.environment).length === 0 };
  const extra = [
    ...[...SCRIPTS, ...BESIDE].filter((key) => step[key] !== undefined),
    ...(['secrets', 'environment'] as const).filter((key) => !isEmpty[key]),
  ];
  for (const key of extra) say(key, BESIDE.includes(key as 'undo') ? aside(key) : noScript(key));
}

function aside(key: string): string {
  return advice(
    `a person does this step: make what a script can do a step of its own; remove ${key}`,
    `这个步骤由人来做：脚本能做的请另写一个步骤；请删去 ${key}`,
  );
}

function noScript(key: string): string {
  return advice(
    `a person does this step: a person has no script; remove ${key}`,
    `这个步骤由人来做，没有脚本；请删去 ${key}`,
  );
}
