import type { Failure } from '../domain/failure.js';
import type { RunState } from './state.js';

/** One run per system: who holds it, why and since when. */
export function busyWith({ id, requestedBy, requestedAt, request }: RunState): Failure {
  const facts = { run: id, by: requestedBy, reason: request.reason, since: String(requestedAt) };
  return { code: 'run.busy', at: request.plan.name, facts };
}
