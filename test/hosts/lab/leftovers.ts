import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cgroupRoots } from '../../../sandbox/lab/cgroups.js';
import { run } from '../../../sandbox/lab/run.js';

/** What labs hold on this machine at the moment. */
export async function leftovers() {
  return {
    networks: (await run('ip', ['netns', 'list'])).split('\n').filter((line) => line.startsWith('bolab')),
    devices: (await run('ip', ['-brief', 'link'])).split('\n').filter((line) => line.startsWith('bolab')),
    mounts: readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes('/run/backout-lab')),
    groups: cgroupRoots().flatMap((root) => readdirSync(root).filter((name) => name.startsWith('bolab'))),
    folders: existsSync('/run/backout-lab') ? readdirSync('/run/backout-lab') : [],
  };
}
