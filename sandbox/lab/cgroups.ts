import { mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../systems/wait-until.js';

/** The hierarchies that systemd in a host needs a group of its own in: two on a hybrid machine, one on a unified one. */
export function cgroupRoots(): string[] {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return mounts.flatMap((line) => {
    const [, at = '', type, options = ''] = line.split(' ');
    return type === 'cgroup2' || (type === 'cgroup' && options.includes('name=systemd')) ? [at] : [];
  });
}

/** Makes a host's groups; two hosts in one would write into each other's. */
export function makeGroups(name: string): string[] {
  const groups = cgroupRoots().map((root) => join(root, name));
  for (const group of groups) mkdirSync(group, { recursive: true });
  return groups;
}

/** Ends every process in the groups whose names begin so, and removes the groups. */
export async function endGroups(prefix: string): Promise<void> {
  const isEmpty = () => {
    const pids = groupsOf(prefix).flatMap(pidsOf);
    for (const pid of pids) kill(pid);
    return pids.length === 0;
  };
  await waitUntil(isEmpty, { what: `every process of ${prefix} to end` });
  for (const group of groupsOf(prefix)) unlessGone(() => rmdirSync(group));
}

/** Deepest first, as they must be removed. */
function groupsOf(prefix: string): string[] {
  return cgroupRoots().flatMap((root) => {
    const names = readdirSync(root).filter((name) => name.startsWith(prefix));
    return names.flatMap((name) => everyGroupIn(join(root, name)));
  });
}

function everyGroupIn(group: string): string[] {
  const entries = unlessGone(() => readdirSync(group, { withFileTypes: true })) ?? [];
  const inside = entries.filter((entry) => entry.isDirectory());
  return [...inside.flatMap(({ name }) => everyGroupIn(join(group, name))), group];
}

function pidsOf(group: string): number[] {
  const text = unlessGone(() => readFileSync(join(group, 'cgroup.procs'), 'utf8')) ?? '';
  return text.split('\n').map(Number).filter(Boolean);
}

function kill(pid: number): void {
  unlessGone(() => process.kill(pid, 'SIGKILL'));
}

/** A process or group may go while it is looked at. */
function unlessGone<Seen>(look: () => Seen): Seen | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ENODEV', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
