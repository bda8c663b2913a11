import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepKeyPair } from '../host/keys.js';

/** What a container is on its disk, before it starts. */
export type Disk = {
  readonly home: string;
  /** Where stand-ins lie, the first folder of the PATH. */
  readonly bin: string;
  readonly clientKeyFile: string;
  /** The host's public key. */
  readonly hostKey: string;
};

/** The only account, in there by this number, whoever it is outside. */
export const ACCOUNT = 1000;

/** Programs come from the machine's own `/usr`. */
const merged = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/** Lays out a disk with one account and an OpenSSH server's keys and configuration; the key that may log in lies beside it. */
export function layOutDisk(root: string, user: string, port: number): Disk {
  const at = (path: string) => join(root, path);
  const home = at(`home/${user}`);
  for (const folder of ['etc/ssh', `home/${user}`, 'opt/stand-ins', 'run', 'tmp', 'usr', 'var/log'])
    mkdirSync(at(folder), { recursive: true });
  for (const folder of merged.filter((name) => existsSync(`/usr/${name}`))) symlinkSync(`usr/${folder}`, at(folder));
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  const client = keepKeyPair(`${root}.key`, `client of ${user}`);
  const host = keepKeyPair(at('etc/ssh/ssh_host_ed25519_key'), user);
  const files = {
    'etc/passwd': `${user}:x:${ACCOUNT}:${ACCOUNT}::/home/${user}:/bin/sh\n`,
    'etc/group': `${user}:x:${ACCOUNT}:\n`,
    'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
    'etc/hosts': '127.0.0.1 localhost\n',
    'etc/ssh/sshd_config': sshdConfig(user, port),
    [`home/${user}/.ssh/authorized_keys`]: `${client.publicLine}\n`,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(at(file), text, { mode: 0o644 });
  return { home, bin: at('opt/stand-ins'), clientKeyFile: client.file, hostKey: host.publicLine };
}

/** What a server needs that is no root: it can let in nobody but its own account. */
function sshdConfig(user: string, port: number): string {
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    'HostKey /etc/ssh/ssh_host_ed25519_key',
    'PidFile none',
    `AllowUsers ${user}`,
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'Subsystem sftp internal-sftp',
    `SetEnv PATH=${PATH}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Of everything that runs in a container. */
export const PATH = '/opt/stand-ins:/usr/local/bin:/usr/bin:/bin';
