import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTeardown } from '../../sandbox/demo/teardown.js';
import { freePort } from '../../sandbox/systems/free-port.js';
import { isListening } from '../../sandbox/systems/is-listening.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type HostAccount, makeAccount } from '../../test/hosts/host-account.js';

/** One of Debian's OpenSSH servers on a loopback port, with a host key and a home of its own. */
export type FarmHost = { readonly name: string; readonly port: number; readonly user: string; readonly home: string };

/** Some of them, and how they are reached. */
export type Farm = {
  readonly hosts: readonly FarmHost[];
  /** A directory for the measurements' own files, with a short path: control sockets lie below it. */
  readonly directory: string;
  readonly keyFile: string;
  /** Knows every host at its port. */
  readonly knownHostsFile: string;
  /** Makes the host known at another port too, e.g. that of a proxy in front of it. */
  pinAt(host: FarmHost, port: number): void;
  close(): Promise<void>;
};

/** Starts so many servers; their sessions run as one unprivileged account that is made for it. */
export async function raiseFarm(count: number): Promise<Farm> {
  const teardown = createTeardown();
  try {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'bo-')));
    teardown.add(async () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
    chmodSync(root, 0o711);
    const account = makeAccount(join(root, 'account'), '/bin/bash');
    teardown.add(account.remove);
    const files = layOut(root);
    const hosts: FarmHost[] = [];
    for (let number = 1; number <= count; number += 1) {
      const host = layOutHost(root, account, { name: `host-${number}`, port: await freePort() }, files);
      teardown.add(await serve(host));
      hosts.push(host);
    }
    return {
      ...{ hosts, directory: files.directory, keyFile: files.key, knownHostsFile: files.knownHosts },
      pinAt: (host, port) => pin(files.knownHosts, port, join(host.home, '../host_key.pub')),
      close: teardown.run,
    };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

type Files = { readonly directory: string; readonly key: string; readonly knownHosts: string };

function layOut(root: string): Files {
  // Where sshd locks itself in before anybody has logged in; a service's start would make it.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const directory = join(root, 'bot');
  mkdirSync(directory, { mode: 0o700 });
  const [key, knownHosts] = [join(directory, 'key'), join(directory, 'known_hosts')];
  makeKey(key);
  writeFileSync(knownHosts, '');
  copyFileSync(`${key}.pub`, join(root, 'authorized_keys'));
  return { directory, key, knownHosts };
}

function layOutHost(
  root: string,
  { user }: HostAccount,
  { name, port }: { readonly name: string; readonly port: number },
  files: Files,
): FarmHost {
  const directory = join(root, name);
  const home = join(directory, 'home');
  mkdirSync(home, { recursive: true });
  chmodSync(directory, 0o711);
  // What a login on Debian reads, whoever measures.
  copyFileSync('/etc/skel/.bashrc', join(home, '.bashrc'));
  execFileSync('chown', ['-R', user, home]);
  makeKey(join(directory, 'host_key'));
  pin(files.knownHosts, port, join(directory, 'host_key.pub'));
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${directory}/host_key`,
    `PidFile ${directory}/pid`,
    `AllowUsers ${user}`,
    `AuthorizedKeysFile ${root}/authorized_keys`,
    // The key lies below /tmp, where everybody may write.
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    `SetEnv HOME=${home}`,
  ];
  writeFileSync(join(directory, 'sshd_config'), `${lines.join('\n')}\n`);
  return { name, port, user, home };
}

async function serve({ home, port }: FarmHost): Promise<() => Promise<void>> {
  const server = spawn('/usr/sbin/sshd', ['-D', '-q', '-f', join(home, '../sshd_config')], { stdio: 'ignore' });
  await waitUntil(() => answers(port, server), { what: 'sshd to listen', everyMs: 10 });
  return async () => {
    const gone = server.exitCode === null && server.signalCode === null && once(server, 'exit');
    // Sessions are the account's processes, and end with it.
    server.kill('SIGKILL');
    await gone;
  };
}

async function answers(port: number, server: ChildProcess): Promise<boolean> {
  if (server.exitCode !== null) throw new Error(`sshd ended with ${server.exitCode}`);
  return isListening(port);
}

function makeKey(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'bench', '-f', file]);
}

function pin(knownHosts: string, port: number, publicKey: string): void {
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${readFileSync(publicKey, 'utf8').trim()}\n`, { flag: 'a' });
}
