import { RespondError } from '@slack/bolt';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { Milliseconds } from '../domain/time.js';

/** Why a call to Slack did not work, sorted by what can be done about it. */
export type Trouble =
  /** Slack asks to wait. */
  | { readonly kind: 'limited'; readonly wait: Milliseconds }
  /** Slack understood and said no, with its error code. */
  | { readonly kind: 'refused'; readonly error: string }
  /** No answer, or none that says anything: it may have been done or not. */
  | { readonly kind: 'unreachable'; readonly detail: string };

// Slack's own bad moments: the same call is likely to work later.
const PASSING = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'accesslimited']);
const LIMITS = new Set(['ratelimited', 'rate_limited']);
const SHORT_WAIT: Milliseconds = 5_000;

/** Reads what a Slack client threw. Anything it does not know counts as unreachable. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', wait: error.retryAfter * 1_000 };
  if (error instanceof WebAPIHTTPError) return { kind: 'unreachable', detail: `HTTP ${error.statusCode}` };
  if (error instanceof RespondError) return troubleOfRespond(error.statusCode);
  if (!(error instanceof WebAPIPlatformError)) return { kind: 'unreachable', detail: detailOf(error) };
  const code = error.data.error;
  if (LIMITS.has(code)) return { kind: 'limited', wait: SHORT_WAIT };
  return PASSING.has(code) ? { kind: 'unreachable', detail: code } : { kind: 'refused', error: code };
}

// A response URL tells its reasons only by the status.
function troubleOfRespond(status: number): Trouble {
  if (status === 429) return { kind: 'limited', wait: SHORT_WAIT };
  if (status >= 500) return { kind: 'unreachable', detail: `HTTP ${status}` };
  return { kind: 'refused', error: `response_url_${status}` };
}

/** One line about a trouble, for the log and for a failure's `detail`. */
export function describeTrouble(trouble: Trouble): string {
  if (trouble.kind === 'limited') return `rate limited for ${trouble.wait} ms`;
  return trouble.kind === 'refused' ? trouble.error : trouble.detail;
}

function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = deepestCause(error);
  return cause === error ? error.message : `${error.message} (${cause.message || cause.code})`;
}

// “fetch failed” alone tells nobody whether a name, a certificate or a connection is at fault.
function deepestCause(
  error: Error & { readonly original?: unknown; readonly code?: string },
): Error & { readonly code?: string } {
  const inner = error.original ?? error.cause;
  return inner instanceof Error ? deepestCause(inner) : error;
}
