import type { Text } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import { answerDueAt, askedAt, manualCheck, openManualChecks } from './manual-checks.js';
import { askedStep, manualStep } from './manual-steps.js';
import type { RunState } from './state.js';

/** A person's word that a run waits for: about a check that only people can answer, or a step that only people can do. */
export type Question = {
  readonly kind: 'check' | 'step';
  readonly id: string;
  readonly title: Text;
  /** The role expected to answer. */
  readonly role?: string;
  readonly since: Instant;
  /** From then on it counts as unanswered. */
  readonly due: Instant;
  /** What to do. */
  readonly instructions: readonly Text[];
};

/** What waits for a person now. */
export function openQuestions(state: RunState): readonly Question[] {
  const step = askedStep(state);
  const manual = step && manualStep(state, step.id);
  if (step && manual) {
    const { role, within, instructions } = manual;
    const since = step.startedAt ?? 0;
    return [{ kind: 'step', id: step.id, title: step.title, ...whose(role), since, due: since + within, instructions }];
  }
  if (state.phase !== 'verifying') return [];
  return openManualChecks(state).map(({ id, title }) => ({
    ...{ kind: 'check', id, title, since: askedAt(state), due: answerDueAt(state, id), instructions: [] },
    ...whose(manualCheck(state, id)?.role),
  }));
}

function whose(role: string | undefined): Pick<Question, 'role'> {
  return role === undefined ? {} : { role };
}
