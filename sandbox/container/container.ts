import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BoxOptions, Host } from '../host/box.js';
import { freePort } from '../systems/free-port.js';
import { isListening } from '../systems/is-listening.js';
import { waitUntil } from '../systems/wait-until.js';
import { ACCOUNT, layOutDisk, PATH } from './disk.js';
import { type Running, startsIn } from './starts-in.js';

/**
 * A host in a container of bubblewrap's, for people without root: Debian's own OpenSSH and programs, the documents' own
 * paths, and `root` for its disk. It shares this machine's network.
 */
export type Container = Host & {
  /** bubblewrap's number on this machine: when it ends, so does everything in the container. */
  readonly pid: number;
};

const repository = fileURLToPath(new URL('../../', import.meta.url));
const firstProcess = fileURLToPath(new URL('./first-process.js', import.meta.url));

/** Starts a container and its OpenSSH server, which lets in its one account. */
export async function startContainer(options: Pick<BoxOptions, 'name' | 'root' | 'user'>): Promise<Container> {
  const { name, root, user = 'deploy' } = options;
  const port = await freePort();
  const { hostKey, ...disk } = layOutDisk(root, user, port);
  const container = spawn('bwrap', [...walls(name, root), ...environment(user), process.execPath, firstProcess], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  await once(container, 'spawn');
  const inside = (path: string) => (path === root ? '/' : path.startsWith(`${root}/`) ? path.slice(root.length) : path);
  const start = startsIn(container, inside);
  const close = () => end(container);
  const logFile = join(root, 'var/log/sshd.log');
  const server = start('/usr/sbin/sshd', ['-D', '-e'], { logFile });
  const ended = server.exited.then(async (code) => {
    throw new Error(`sshd of ${name} ended with ${code}:\n${await readFile(logFile, 'utf8').catch(() => '')}`);
  });
  await Promise.race([ended, waitUntil(() => isListening(port), { what: `sshd of ${name} to listen` })]).catch(
    async (error) => {
      await close();
      throw error;
    },
  );
  return {
    ...{ name, host: '127.0.0.1', port, user, root, ...disk, knownHosts: `[127.0.0.1]:${port} ${hostKey}` },
    ...{ takesFiles: true, pid: container.pid as number, inside, spawn: start, close },
  };
}

/** What separates it from this machine, and what it sees of it: programs, and what the systems are made of. */
function walls(name: string, root: string): readonly string[] {
  const seen = [process.execPath, realpathSync(join(repository, 'node_modules'))];
  const own = ['sandbox', 'package.json'].map((path) => join(repository, path));
  return [
    ...['--die-with-parent', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--hostname', name],
    // Whoever starts it, root as well: in there is nobody but the one account, without any privilege.
    ...['--unshare-user', '--uid', `${ACCOUNT}`, '--gid', `${ACCOUNT}`],
    ...['--bind', root, '/', '--proc', '/proc', '--dev', '/dev', '--ro-bind', '/usr', '/usr'],
    ...['/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) => ['--ro-bind-try', path, path]),
    ...[...seen, ...own].flatMap((path) => ['--ro-bind', path, path]),
  ];
}

function environment(user: string): readonly string[] {
  const values = { HOME: `/home/${user}`, USER: user, LOGNAME: user, SHELL: '/bin/sh', PATH };
  return ['--clearenv', ...Object.entries(values).flatMap(([name, value]) => ['--setenv', name, value])];
}

/** The first process ends with its input, and all others with it before bubblewrap does. */
async function end(container: Running): Promise<void> {
  if (container.exitCode !== null || container.signalCode !== null) return;
  const gone = once(container, 'exit');
  container.stdin.end();
  await gone;
}
