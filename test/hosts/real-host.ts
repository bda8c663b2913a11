import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../sandbox/systems/free-port.js';
import { isListening } from '../../sandbox/systems/is-listening.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { makeAccount } from './host-account.js';

/** Debian's own OpenSSH server on a loopback port, with an unprivileged account that may log in with one key. */
export type RealHost = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly home: string;
  /** The key that may log in, and one that may not. */
  readonly keyFile: string;
  readonly strangersKeyFile: string;
  /** A known_hosts line with the host's present key. */
  knownHosts(): string;
  /** `SHA256:…` of the host's present key, as ssh-keygen prints it. */
  fingerprint(): string;
  /** How many log-ins the server has accepted. */
  logins(): number;
  start(): Promise<void>;
  /** Ends the server and every session: the host is down. */
  stop(): Promise<void>;
  /** `kill -9` of the processes that serve open sessions; returns how many there were. */
  killSessions(): number;
  /** Another host key from now on, as after a reinstallation, or with somebody in between. */
  changeHostKey(): Promise<void>;
  close(): Promise<void>;
};

const sshd = '/usr/sbin/sshd';

/** Starts the host below `root`, a directory that every user may enter. */
export async function startRealHost(root: string): Promise<RealHost> {
  const port = await freePort();
  const account = makeAccount(join(root, 'home'));
  const files = layOut(root, port, account.user);
  account.authorize(`${files.clientKey}.pub`);
  let server: ChildProcess | undefined;

  const sessions = () => (server?.pid === undefined ? [] : descendantsOf(server.pid));
  const start = async () => {
    server = serve(files);
    await waitUntil(() => answers(port, server), { what: 'sshd to listen' });
  };
  const stop = async () => {
    const gone = server && once(server, 'exit');
    for (const pid of [...sessions(), server?.pid]) kill(pid);
    await gone;
    server = undefined;
  };
  await start();
  return {
    host: '127.0.0.1',
    ...{ port, user: account.user, home: account.home, keyFile: files.clientKey, strangersKeyFile: files.strangersKey },
    knownHosts: () => `[127.0.0.1]:${port} ${readFileSync(`${files.hostKey}.pub`, 'utf8').trim()}`,
    fingerprint: () => keygen(['-lf', `${files.hostKey}.pub`]).split(' ')[1] ?? '',
    logins: () => readFileSync(files.log, 'utf8').split('Accepted publickey').length - 1,
    start,
    stop,
    killSessions() {
      const pids = sessions();
      for (const pid of pids) kill(pid);
      return pids.length;
    },
    async changeHostKey() {
      await stop();
      makeKey(files.hostKey);
      await start();
    },
    async close() {
      await stop();
      await account.remove();
    },
  };
}

type Files = ReturnType<typeof layOut>;

function layOut(root: string, port: number, user: string) {
  const directory = join(root, 'sshd');
  mkdirSync(directory, { mode: 0o755 });
  // Where sshd locks itself in before anybody has logged in; a service's start would make it.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const at = (name: string) => join(directory, name);
  const [hostKey, clientKey, strangersKey] = [at('host_ed25519'), at('client_ed25519'), at('stranger_ed25519')];
  for (const file of [hostKey, clientKey, strangersKey]) makeKey(file);
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    `PidFile ${at('sshd.pid')}`,
    `AllowUsers ${user}`,
    'UsePAM no',
    'PubkeyAuthentication yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'LogLevel VERBOSE',
    // So that a test can give the account another `sh`, in ~/.ssh/environment.
    'PermitUserEnvironment PATH',
  ];
  writeFileSync(at('sshd_config'), `${lines.join('\n')}\n`);
  return { hostKey, clientKey, strangersKey, config: at('sshd_config'), log: at('log') };
}

function serve({ config, log }: Files): ChildProcess {
  const output = openSync(log, 'a');
  const server = spawn(sshd, ['-D', '-e', '-f', config], { stdio: ['ignore', output, output] });
  closeSync(output);
  return server;
}

async function answers(port: number, server: ChildProcess | undefined): Promise<boolean> {
  if (server?.exitCode !== null) throw new Error(`sshd ended with ${server?.exitCode}`);
  return isListening(port);
}

function makeKey(file: string): void {
  for (const old of [file, `${file}.pub`]) execFileSync('rm', ['-f', old]);
  keygen(['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
}

function keygen(args: readonly string[]): string {
  return execFileSync('ssh-keygen', args, { encoding: 'utf8' });
}

/** The server's processes of open sessions: its children named sshd and theirs, but nothing that a session runs. */
function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc').flatMap((name) => {
    const { parent, command } = /^\d+$/.test(name) ? statusOf(name) : {};
    return parent === pid && command === 'sshd' ? [Number(name)] : [];
  });
  return [...children, ...children.flatMap(descendantsOf)];
}

function statusOf(pid: string): { parent?: number; command?: string } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return { parent: Number(/^PPid:\t(\d+)$/m.exec(text)?.[1]), command: /^Name:\t(.*)$/m.exec(text)?.[1] ?? '' };
  } catch {
    return {};
  }
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // Ended meanwhile.
  }
}
