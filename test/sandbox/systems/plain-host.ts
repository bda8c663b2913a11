import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemHost } from '../../../sandbox/systems/system.js';

/** A host without SSH: a private root, and processes on this machine that `close` ends for sure. */
export function plainHost(): SystemHost & { children: ChildProcess[]; close: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'backout-host-'));
  const children: ChildProcess[] = [];
  return {
    root,
    children,
    spawn(command, args, { env, cwd }) {
      const child = spawn(command, args, { env: { PATH: process.env.PATH, ...env }, cwd, stdio: 'pipe' });
      children.push(child);
      return child;
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
