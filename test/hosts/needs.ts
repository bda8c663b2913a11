import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';

/**
 * Stories about a real OpenSSH server. What is missing is named: as a skip for a person, as a failure in CI. `also` names
 * what more of a story's own needs is missing.
 */
export function describeOnHost(name: string, tell: () => void, also?: string): void {
  describeUnlessMissing(name, tell, whatIsMissing() ?? also);
}

/** Stories that something may be missing for: it is named. */
export function describeUnlessMissing(name: string, tell: () => void, missing: string | undefined): void {
  if (missing === undefined) describe(name, tell);
  else if (process.env.CI === 'true') test(name, () => Promise.reject(new Error(`Missing here: ${missing}`)));
  else {
    process.stderr.write(`Skipped: ${name}. Missing here: ${missing}\n`);
    describe.skip(`${name} (skipped; missing here: ${missing})`, tell);
  }
}

function whatIsMissing(): string | undefined {
  const tools = ['/usr/sbin/sshd', '/usr/bin/ssh-keygen', '/usr/sbin/useradd', '/usr/bin/curl'];
  if (process.platform !== 'linux') return 'Linux';
  if (process.getuid?.() !== 0) return 'root, to make an account that logs in';
  return tools.find((tool) => !existsSync(tool));
}
