import type { Block, Json, StateValues } from './model.js';
import { type Field, fieldsOf, isEmptyValue } from './values.js';

/** What keeps a field from being sent. */
export type FieldProblem = 'missing' | { atLeast: number } | { atMost: number };

/** What Slack's client checks by itself before anything is sent: block_id -> problem. */
export function fieldProblems(blocks: Block[], values: StateValues): Record<string, FieldProblem> {
  const problems: Record<string, FieldProblem> = {};
  for (const field of fieldsOf(blocks)) {
    const problem = problemOf(field, values[field.blockId]?.[field.actionId]);
    if (problem) problems[field.blockId] = problem;
  }
  return problems;
}

function problemOf({ element, isRequired }: Field, value: Json | undefined): FieldProblem | undefined {
  if (isEmptyValue(value)) return isRequired ? 'missing' : undefined;
  const typed = String(value?.value ?? '');
  const [atLeast, atMost] = [Number(element.min_length ?? 0), Number(element.max_length ?? 3000)];
  if (typed && typed.length < atLeast) return { atLeast };
  return typed.length > atMost ? { atMost } : undefined;
}
