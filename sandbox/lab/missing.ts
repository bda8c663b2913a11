import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Language } from '../text.js';

/** Something that hosts of systemd's need and this machine has not; `package` is Debian's that brings it. */
export type Lack = { readonly what: Readonly<Record<Language, string>>; readonly package?: string };

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

/** Why no host of systemd's can stand here; empty when it can. */
export function whatTheLabLacks(): readonly Lack[] {
  if (process.platform !== 'linux') return [{ what: { 'zh-CN': 'Linux', en: 'Linux' } }];
  const lost = Object.entries(tools).filter(([tool]) => !isOnPath(tool));
  const lacks: Lack[] = lost.map(([tool, from]) => ({
    what: { 'zh-CN': `${tool}（Debian 软件包 ${from}）`, en: `${tool}, of Debian's package ${from}` },
    package: from,
  }));
  if (process.getuid?.() !== 0)
    lacks.unshift({ what: { 'zh-CN': 'root 权限', en: 'root, to start hosts of systemd' } });
  return lacks.length > 0 || mayIsolate() ? lacks : [isolation];
}

const isolation: Lack = {
  what: {
    'zh-CN': '挂载和建立网络命名空间的权限（CAP_SYS_ADMIN、CAP_NET_ADMIN）',
    en: 'the right to mount and to make network namespaces (CAP_SYS_ADMIN, CAP_NET_ADMIN)',
  },
};

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
