/** Looks once, then again after every change the workspace reports, until `look` returns something truthy. */
export async function waitForChange<Seen>(
  eventsUrl: string,
  look: () => Promise<Seen | undefined | null | false>,
  { timeoutMs = 5000, what = 'what was waited for' }: { timeoutMs?: number; what?: string },
): Promise<Seen> {
  const signal = AbortSignal.timeout(timeoutMs);
  let trouble: unknown;
  try {
    const response = await fetch(eventsUrl, { signal });
    // The stream opens with one line, so the first look happens only after we listen.
    for await (const _chunk of response.body ?? []) {
      const seen = await look().catch((error: unknown) => {
        trouble = error;
        return undefined;
      });
      if (seen) return seen;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const last = trouble instanceof Error ? ` (last look: ${trouble.message})` : '';
  throw new Error(`Waited ${timeoutMs} ms for ${what}; it did not come${last}.`);
}
