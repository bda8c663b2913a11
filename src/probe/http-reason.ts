import type { Milliseconds } from '../domain/time.js';

/** Why a request got no answer, in technical words and with the system's own code, e.g. `connect ECONNREFUSED 127.0.0.1:80`. */
export function reasonOf(error: unknown, deadline: Milliseconds): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `timeout: no whole answer within ${deadline} ms`;
  // A name with several addresses fails with one error for each.
  if (error instanceof AggregateError) return error.errors.map((each) => reasonOf(each, deadline)).join('; ');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' || error.message.includes(code) ? error.message : `${error.message} (${code})`;
}
