import type { Language } from '../domain/text.js';
import type { Milliseconds } from '../domain/time.js';
import { type Words, words } from '../view/words/words.js';

/** `good`: works. `note`: worth knowing, stops nothing. `bad`: something will not work. */
export type Verdict = 'good' | 'note' | 'bad';

/** One thing that was looked at, in one line, and how to put it right. */
export type Finding = { readonly verdict: Verdict; readonly what: string; readonly fix?: string };

/** Findings about one thing, e.g. one host. */
export type Section = { readonly title: string; readonly findings: readonly Finding[] };

export type DoctorWords = Words['doctor'];

export function good(what: string): Finding {
  return { verdict: 'good', what };
}

export function note(what: string): Finding {
  return { verdict: 'note', what };
}

export function bad([what, fix]: readonly [what: string, fix: string]): Finding {
  return { verdict: 'bad', what, fix };
}

/** A check that always ends: one without an answer in time, or that breaks, is a finding of its own. */
export async function inTime(
  span: Milliseconds,
  language: Language,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { doctor: w } = words(language);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([bad(w.slow(span / 1_000))]), span);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    return [bad(w.broke(error instanceof Error ? error.message : String(error)))];
  } finally {
    clearTimeout(timer);
  }
}

/** `3.4 GB`. */
export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  const value = bytes / 1024 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
