import type { ManualCheck, Verdict } from '../../src/domain/check.js';
import type { RunRequest } from '../../src/domain/request.js';
import { s2Request, type Untimed } from './story.js';

/** S2.74 and S2.75: questions that only people can answer. */
export const QUESTIONS: readonly ManualCheck[] = [
  question('test-account', 30 * 60_000),
  question('users', 45 * 60_000, 'product-manager'),
];

function question(id: string, within: number, role?: string): ManualCheck {
  return {
    ...{ id, title: id, kind: 'manual', weight: 'advisory', area: 'function', within },
    ...{ retry: { times: 1, every: 0 }, cites: [] },
    ...(role === undefined ? {} : { role }),
  };
}

/** S2's scheme A that also asks people. */
export function withQuestions(): Partial<RunRequest> & Pick<RunRequest, 'scheme'> {
  const { scheme } = s2Request();
  return { scheme: { ...scheme, checks: [...scheme.checks, ...QUESTIONS] } };
}

/** A person's answer, or, without one, that nobody gave it. */
export function told(check: string, verdict: Verdict, by?: string): Untimed {
  return {
    ...{ type: 'check.finished', phase: 'verify', check, durationMs: 40 },
    answer: { verdict, evidence: '' },
    ...(by === undefined ? {} : { by }),
  };
}
