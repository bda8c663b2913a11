import type { z } from 'zod';

/** One thing Slack would not accept, and where. */
export interface Problem {
  pointer: string;
  message: string;
  code: string;
}

/** Zod's findings in the words Slack uses, with JSON pointers under `base`. */
export function problemsOf(error: z.ZodError, base: string): Problem[] {
  return error.issues.flatMap((issue) => {
    const pointer = [base, ...issue.path.map(String)].join('/');
    return wordsOf(issue).map((message) => ({ pointer, message, code: issue.code ?? 'custom' }));
  });
}

function wordsOf(issue: z.core.$ZodIssue): string[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `invalid additional property: ${key}`);
    case 'too_big':
      return [
        issue.origin === 'array'
          ? `no more than ${issue.maximum} items allowed`
          : `must be at most ${issue.maximum} characters`,
      ];
    case 'too_small':
      return [
        issue.origin === 'array'
          ? `at least ${issue.minimum} items required`
          : `must be at least ${issue.minimum} characters`,
      ];
    case 'invalid_union':
      return [`unsupported type: ${String((issue.input as { type?: unknown } | undefined)?.type)}`];
    case 'invalid_type':
      return [
        issue.message.includes('received undefined') ? 'missing required field' : `must be a valid ${issue.expected}`,
      ];
    case 'invalid_value':
      return [`must be one of: ${issue.values.map(String).join(', ')}`];
    default:
      return [issue.message];
  }
}
