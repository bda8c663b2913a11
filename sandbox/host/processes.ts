import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long processes get between TERM and KILL, and how long KILL may take. */
const GRACE_MS = 500;
const LIMIT_MS = 10_000;

/** Live processes that carry the box's marker in their environment. */
export function countProcesses(root: string): number {
  return findProcesses(root).length;
}

/** Ends every process of the box and returns when none is left. Throws when one survives KILL. */
export async function endProcesses(root: string): Promise<void> {
  const start = performance.now();
  for (let found = findProcesses(root); found.length > 0; found = findProcesses(root)) {
    const elapsed = performance.now() - start;
    if (elapsed > LIMIT_MS) throw new Error(`processes ${found.join(', ')} of ${root} survived KILL`);
    // Each round looks again: a process may have forked between the look and the signal.
    for (const pid of found) signal(pid, elapsed < GRACE_MS ? 'SIGTERM' : 'SIGKILL');
    await sleep(20);
  }
}

function findProcesses(root: string): number[] {
  const marker = `BACKOUT_BOX=${root}`;
  return process.platform === 'linux' ? findInProc(marker) : findWithPs(marker);
}

function findInProc(marker: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(asLatin1(marker))
        ? [Number(name)]
        : [];
    } catch {
      // Ended meanwhile, or another user's.
      return [];
    }
  });
}

function findWithPs(marker: string): number[] {
  const flags = process.platform === 'darwin' ? '-axEww' : 'axeww';
  const lines = execFileSync('ps', [flags, '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 << 20 });
  return lines.split('\n').flatMap((line) => {
    const pid = Number.parseInt(line, 10);
    return pid !== process.pid && `${line} `.includes(` ${marker} `) ? [pid] : [];
  });
}

function asLatin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}
