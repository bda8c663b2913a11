import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../sandbox/systems/wait-until.js';

/** An unprivileged account of this machine that exists for the length of a test. */
export type HostAccount = {
  readonly user: string;
  readonly home: string;
  /** Lets the owner of this public key log in. */
  authorize(publicKeyFile: string): void;
  remove(): Promise<void>;
};

let made = 0;

/** Makes the account with a home of its own. */
export function makeAccount(home: string, shell = '/bin/sh'): HostAccount {
  made += 1;
  const user = `backout-${process.pid}-${made}`;
  // Without PAM, sshd refuses accounts whose password is locked; `*` is no password, but not a lock either.
  run('useradd', ['--create-home', '--home-dir', home, '--shell', shell, '--password', '*', user]);
  const uid = Number(run('id', ['-u', user]));
  return {
    user,
    home,
    authorize(publicKeyFile) {
      run('install', ['-d', '-m', '700', '-o', user, join(home, '.ssh')]);
      run('install', ['-m', '600', '-o', user, publicKeyFile, join(home, '.ssh/authorized_keys')]);
    },
    async remove() {
      await waitUntil(() => endProcessesOf(uid) === 0, { what: `the processes of ${user} to end` });
      run('userdel', [user]);
    },
  };
}

function endProcessesOf(uid: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && uidOf(name) === uid);
  for (const pid of pids) signalIfThere(Number(pid));
  return pids.length;
}

function uidOf(pid: string): number | undefined {
  try {
    return Number(/^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function signalIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended meanwhile.
  }
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
