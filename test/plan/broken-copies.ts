import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Problem } from '../../src/plan/problem.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { inEnglish } from '../helpers/in-english.js';

/** The texts of the plans that come with the product, for tests that break them on purpose. */
export const texts = {
  meiyueart: readFileSync(new URL('../../plans/meiyueart.yaml', import.meta.url), 'utf8'),
  wechat: readFileSync(new URL('../../plans/wechat-backend.yaml', import.meta.url), 'utf8'),
};

export type Which = keyof typeof texts;
export type Edit = readonly [from: string, to: string];

/** A plan's text after its pieces were replaced, each once. Throws when it has no such piece. */
export function edited(which: Which, edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the plan has no ${from}`);
    return text.replace(from, () => to);
  }, texts[which]);
}

/** What is said of the edited plan, in both languages. */
export function bilingualOf(which: Which, ...edits: readonly Edit[]): readonly Problem[] {
  const reading = readPlan(edited(which, edits), 'x');
  return reading.ok ? [] : reading.problems;
}

/** The same in English. */
export function problemsOf(which: Which, ...edits: readonly Edit[]) {
  return inEnglish(bilingualOf(which, ...edits));
}

/** Each edit breaks one rule in a copy of a real plan, and that is the only thing said of it: `path: message`. */
export function refuses(which: Which, cases: Readonly<Record<string, readonly [...Edit, said: string]>>): void {
  it.each(Object.entries(cases))('%s', (_what, [from, to, said]) => {
    const problems = problemsOf(which, [from, to]);
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([expect.stringContaining(said)]);
    expect(problems[0]?.line).toBeGreaterThan(1);
  });
}

/** Puts keys into a step of scheme A that only reads. */
export function inReadingStep(lines: string): Edit {
  const end = '        effect: read-only\n        deadline: 20s\n        cites: [S2.32]\n';
  return [end, `${lines.replaceAll(/^/gm, '        ')}\n${end}`];
}

/** Puts a pre-check before those of scheme A, which names no backup. */
export function asPrecheck(question: string, blocking = false): Edit {
  const first = '      - id: flags-reachable\n';
  return [first, `      - id: added\n        title: x\n        blocking: ${blocking}\n        ${question}\n${first}`];
}
