import type { Scheme } from '../../src/domain/scheme.js';

/** A scheme that lost some of its steps, and that nobody waits long for: what they restored will not come. */
export function schemeWithout(scheme: Scheme, removed: readonly string[]): Scheme {
  return impatient(without(scheme, removed));
}

/** A scheme needs a step: one that only looks around stands in when none is left. */
function without(scheme: Scheme, removed: readonly string[]): Scheme {
  const [first] = scheme.steps;
  const steps = scheme.steps.filter(({ id }) => !removed.includes(id));
  if (steps.length > 0 || !first) return { ...scheme, steps };
  const { snapshot: _, undo: __, ...idle } = first;
  return { ...scheme, steps: [{ ...idle, id: 'look-around', run: 'date', secrets: [], effect: 'read-only' }] };
}

/** The system stays broken, so that waiting longer would only take longer. */
function impatient(scheme: Scheme): Scheme {
  const checks = scheme.checks.map((check) => {
    const retry = { ...check.retry, times: Math.min(check.retry.times, 4) };
    if (check.kind !== 'http') return { ...check, retry };
    const requests = check.requests.map((request) => ({
      ...request,
      retry: { ...request.retry, times: Math.min(request.retry.times, 4) },
    }));
    return { ...check, retry, requests };
  });
  return { ...scheme, checks };
}
