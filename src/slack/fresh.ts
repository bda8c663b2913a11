import type { Result } from '../domain/result.js';
import type { Instant, Milliseconds } from '../domain/time.js';
import type { Clock } from '../engine/ports.js';

const MOST_KEPT = 1_000;

/** Answers from memory for `keepFor`, and asks once for callers that ask at the same time. Failures are never kept. */
export function rememberFor<T>(
  keepFor: Milliseconds,
  clock: Clock,
  ask: (key: string) => Promise<Result<T>>,
): (key: string) => Promise<Result<T>> {
  const known = new Map<string, { readonly at: Instant; readonly answer: Promise<Result<T>> }>();
  return async (key) => {
    const kept = known.get(key);
    if (kept && clock.now() - kept.at < keepFor) return kept.answer;
    if (known.size >= MOST_KEPT) known.clear();
    const asked = { at: clock.now(), answer: ask(key) };
    known.set(key, asked);
    const answer = await asked.answer;
    if (!answer.ok && known.get(key) === asked) known.delete(key);
    return answer;
  };
}
