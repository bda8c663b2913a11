import { existsSync } from 'node:fs';

/** Debian's programs that are measured against or needed to measure, and the package of each. */
const TOOLS = [
  ['/usr/sbin/sshd', 'openssh-server'],
  ['/usr/bin/ssh', 'openssh-client'],
  ['/usr/bin/ansible-playbook', 'ansible-core'],
  ['/usr/bin/python3', 'python3'],
  ['/usr/sbin/useradd', 'passwd'],
] as const;

/** What stands in the way of a measurement, one line each, with what to do about it. */
export function whatIsMissing(): readonly string[] {
  if (process.platform !== 'linux') return ['Linux: the benchmark reads /proc and starts OpenSSH servers.'];
  const missing = TOOLS.filter(([tool]) => !existsSync(tool));
  const packages = missing.map(([, name]) => name).join(' ');
  return [
    ...(process.getuid?.() === 0 ? [] : ['root: the benchmark makes an account that logs in. Run it in a container.']),
    ...missing.map(([tool]) => `${tool}: apt-get install --no-install-recommends ${packages}`),
  ];
}
