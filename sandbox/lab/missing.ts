import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const tools = {
  'systemd-nspawn': 'systemd-container',
  mmdebstrap: 'mmdebstrap',
  ip: 'iproute2',
  ssh: 'openssh-client',
  openssl: 'openssl',
  curl: 'curl',
  setpriv: 'util-linux',
  npm: 'npm',
};

/** Why no host of systemd's can stand here; undefined when it can. */
export function whatTheLabMisses(): string | undefined {
  if (process.platform !== 'linux') return 'Linux';
  if (process.getuid?.() !== 0) return 'root, to start hosts of systemd';
  const lost = Object.entries(tools).find(([tool]) => !isOnPath(tool));
  if (lost) return `${lost[0]}, of Debian's package ${lost[1]}`;
  return mayIsolate() ? undefined : 'the right to mount and to make network namespaces (CAP_SYS_ADMIN, CAP_NET_ADMIN)';
}

function isOnPath(tool: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${tool}`));
}

function mayIsolate(): boolean {
  try {
    const script = 'mount -t tmpfs none /mnt && ip link add one type veth peer name other';
    execFileSync('unshare', ['--mount', '--net', '--pid', '--fork', 'sh', '-c', script], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
