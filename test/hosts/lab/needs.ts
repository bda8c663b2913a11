import { describe, test } from 'vitest';
import { whatTheLabLacks } from '../../../sandbox/lab/missing.js';

/** Stories about whole hosts. What is missing is named: as a skip for a person, as a failure in CI. */
export function describeInLab(name: string, tell: () => void): void {
  const missing = whatTheLabLacks()
    .map(({ what }) => what.en)
    .join('; ');
  if (missing === '') describe(name, tell);
  else if (process.env.CI === 'true') test(name, () => Promise.reject(new Error(`Missing here: ${missing}`)));
  else {
    process.stderr.write(`Skipped: ${name}. Missing here: ${missing}\n`);
    describe.skip(`${name} (skipped; missing here: ${missing})`, tell);
  }
}
