import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describeUnlessMissing } from '../needs.js';

/** Stories about hosts in containers. What is missing is named: as a skip for a person, as a failure in CI. */
export function describeInContainers(name: string, tell: () => void): void {
  describeUnlessMissing(name, tell, whatIsMissing());
}

const tools = {
  '/usr/bin/bwrap': 'bubblewrap',
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/bin/ssh': 'openssh-client',
  '/usr/bin/curl': 'curl',
  '/usr/bin/git': 'git',
  '/usr/bin/pgrep': 'procps',
  '/usr/bin/python3': 'python3',
};

function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'Linux';
  const lost = Object.entries(tools).filter(([file]) => !existsSync(file));
  if (lost.length > 0) return lost.map(([file, from]) => `${file}, of Debian's package ${from}`).join('; ');
  try {
    const isolation = ['--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev'];
    execFileSync('bwrap', [...isolation, 'true'], { encoding: 'utf8', stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `user namespaces for bubblewrap (${(error as { stderr?: string }).stderr?.trim()})`;
  }
}
