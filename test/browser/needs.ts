import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';

/** Stories in a real browser. Without one they are skipped by name for a person, and fail in CI. */
export function describeInBrowser(name: string, tell: () => void): void {
  const browser = '/usr/bin/chromium';
  if (existsSync(browser)) describe(name, tell);
  else if (process.env.CI === 'true') test(name, () => Promise.reject(new Error(`Missing here: ${browser}`)));
  else describe.skip(`${name} (skipped; missing here: ${browser})`, tell);
}
