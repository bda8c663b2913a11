import { setTimeout as pause } from 'node:timers/promises';

type Wait = { readonly what: string; readonly timeoutMs?: number; readonly everyMs?: number };

/** Looks again and again until something truthy is seen; says what did not come when it does not. */
export async function waitUntil<Seen>(
  look: () => Promise<Seen> | Seen,
  { what, timeoutMs = 20_000, everyMs = 50 }: Wait,
): Promise<NonNullable<Seen>> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > until) throw new Error(`Waited ${timeoutMs} ms for ${what}; it did not come.`);
    await pause(everyMs);
  }
}
