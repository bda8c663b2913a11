import { readFileSync } from 'node:fs';
import { problemLines } from '../src/config/config-problem.js';
import { planProblems } from '../src/config/load-systems.js';
import type { Bilingual } from '../src/domain/text.js';
import { readPlan } from '../src/plan/read-plan.js';

const FILE = 'plans/wechat-backend.yaml';
const TEXT = readFileSync(new URL(`../${FILE}`, import.meta.url), 'utf8');

/** What is really said of the plan file after pieces of it were replaced, each once. */
export function spoilt(...edits: readonly (readonly [from: string, to: string])[]): readonly Bilingual[] {
  const text = edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the plan has no ${from}`);
    return before.replace(from, () => to);
  }, TEXT);
  const reading = readPlan(text, '');
  return reading.ok ? [] : planProblems({ file: FILE, problems: reading.problems }).map(problemLines);
}
