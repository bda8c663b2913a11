import { monotonicFactory } from 'ulid';
import type { Instant } from '../domain/time.js';

export type RunIdentity = { readonly runId: string; readonly token: string };

// Of two requests of one millisecond the later one has the greater token: after a restart the queue is told by them.
const tokenAt = monotonicFactory();

/** A run's token, and the id people type: `20261120-7kq2m`, the day in the plan's zone and the token's last five characters. */
export function newRunIdentity(at: Instant, timezone: string): RunIdentity {
  const day = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
  const token = tokenAt(at);
  return { runId: `${day.replaceAll('-', '')}-${token.slice(-5).toLowerCase()}`, token };
}
