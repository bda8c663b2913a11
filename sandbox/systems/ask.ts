/** Asks an address for JSON; undefined when nothing answers or the answer is no success. */
export type Ask = <Answer>(url: string) => Promise<Answer | undefined>;

type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<{ ok: boolean; json(): Promise<unknown> }>;

const patienceMs = 2_000;

/** Asks through `fetch` or something like it. */
export function askThrough(fetch: Fetch): Ask {
  return async <Answer>(url: string) => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
      return response.ok ? ((await response.json()) as Answer) : undefined;
    } catch {
      return undefined;
    }
  };
}
