import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { waitUntil } from '../systems/wait-until.js';
import { endGroups, makeGroups } from './cgroups.js';
import type { Ground } from './ground.js';
import type { Image } from './image.js';
import { type Ran, run, tryRun } from './run.js';

/** A Debian host with systemd as its first process, reached over the network like any other. */
export type LabHost = {
  readonly name: string;
  readonly address: string;
  /** Its file system as this machine sees it; programs on the host see the same files at once. */
  readonly root: string;
  /** A known_hosts line with the host's key. */
  readonly knownHosts: string;
  readonly keyFile: string;
  /** Runs a script on the host as root, in `bash -eu`; throws with what it wrote when it fails. */
  sh(script: string): Promise<string>;
  /** The same, for scripts that may fail. */
  trySh(script: string): Promise<Ran>;
  /** Writes a file at an absolute path of the host; root's unless the script that follows says otherwise. */
  write(path: string, text: string, mode?: number): void;
  read(path: string): string;
  /** Cuts or mends the host's network cable. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Takes the power away and boots again from the same disk. */
  reboot(): Promise<void>;
};

/** A host, and how it is started and stopped; it is not running yet. */
export type MadeHost = { readonly host: LabHost; start(signal?: AbortSignal): Promise<void>; stop(): Promise<void> };

/** Lays the host's disk over the image and connects it. */
export async function makeHost(ground: Ground, image: Image, name: string, index: number): Promise<MadeHost> {
  const id = `bolab${ground.number}-${name}`;
  const [disk, cable] = [join(ground.folder, name), `cable${index}`];
  const address = `10.77.${ground.number}.${index + 2}`;
  const root = await layDisk(disk, image);
  await connect(ground, id, cable, address);
  const keyFile = join(root, 'etc/ssh/ssh_host_ed25519_key');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', keyFile]);
  const knownHosts = `${address} ${readFileSync(`${keyFile}.pub`, 'utf8').trim()}`;
  const knownHostsFile = join(disk, 'known_hosts');
  writeFileSync(knownHostsFile, `${knownHosts}\n`);

  const { start, stop } = powerOf({ id, root, log: join(disk, 'console.log') }, () => host);
  const ssh = [...sshOptions(image.keyFile, knownHostsFile), `root@${address}`, 'exec bash -eu'];
  const setCable = async (state: 'up' | 'down') =>
    void (await run('ip', ['-n', ground.network, 'link', 'set', cable, state]));
  const host: LabHost = {
    ...{ name, address, root, knownHosts, keyFile: image.keyFile },
    sh: (script) => run('ssh', ssh, script),
    trySh: (script) => tryRun('ssh', ssh, script),
    write(path, text, mode = 0o644) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text, { mode });
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    unplug: () => setCable('down'),
    plug: () => setCable('up'),
    async reboot() {
      await stop();
      await start();
    },
  };
  return { host, start, stop };
}

async function layDisk(disk: string, image: Image): Promise<string> {
  const root = join(disk, 'root');
  for (const part of ['root', 'upper', 'work']) mkdirSync(join(disk, part), { recursive: true, mode: 0o755 });
  const layers = `lowerdir=${image.root},upperdir=${join(disk, 'upper')},workdir=${join(disk, 'work')}`;
  await run('mount', ['-t', 'overlay', 'overlay', '-o', layers, root]);
  return root;
}

type Machine = { readonly id: string; readonly root: string; readonly log: string };

function powerOf(machine: Machine, host: () => LabHost) {
  let nspawn: ChildProcess | undefined;
  return {
    async start(signal?: AbortSignal) {
      nspawn = boot(machine);
      await untilItLetsIn(host(), nspawn, machine.log, signal);
    },
    async stop() {
      const gone = nspawn?.exitCode === null && nspawn.signalCode === null && once(nspawn, 'exit');
      await endGroups(machine.id);
      await gone;
    },
  };
}

async function connect({ number, network }: Ground, id: string, cable: string, address: string): Promise<void> {
  await run('ip', ['netns', 'add', id]);
  await run('ip', ['-n', network, 'link', 'add', cable, 'type', 'veth', 'peer', 'name', 'host0', 'netns', id]);
  await run('ip', ['-n', network, 'link', 'set', cable, 'master', 'bridge', 'up']);
  await run('ip', ['-n', id, 'addr', 'add', `${address}/24`, 'dev', 'host0']);
  for (const device of ['lo', 'host0']) await run('ip', ['-n', id, 'link', 'set', device, 'up']);
  await run('ip', ['-n', id, 'route', 'add', 'default', 'via', `10.77.${number}.1`]);
}

function boot({ id, root, log }: Machine): ChildProcess {
  const joining = makeGroups(id).map((group) => `echo $$ >${group}/cgroup.procs`);
  // Ends with this process, however that ends.
  const script = `${joining.join('; ')}; exec setpriv --pdeathsig KILL systemd-nspawn "$@"`;
  const options = ['--quiet', '--register=no', '--keep-unit', '--link-journal=no', '--console=pipe', '--boot'];
  const own = [`--directory=${root}`, `--machine=${id}`, `--network-namespace-path=/run/netns/${id}`];
  const kept = ['--resolv-conf=off', '--timezone=off'];
  const output = openSync(log, 'a');
  const child = spawn('sh', ['-c', script, 'sh', ...options, ...own, ...kept], {
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  return child;
}

function sshOptions(keyFile: string, knownHostsFile: string): readonly string[] {
  const settings = ['BatchMode=yes', 'ConnectTimeout=2', 'LogLevel=ERROR', `UserKnownHostsFile=${knownHostsFile}`];
  return ['-i', keyFile, ...settings.flatMap((setting) => ['-o', setting])];
}

async function untilItLetsIn(host: LabHost, nspawn: ChildProcess, log: string, signal?: AbortSignal): Promise<void> {
  const isUp = async () => {
    signal?.throwIfAborted();
    if (nspawn.exitCode !== null)
      throw new Error(`${host.name} did not boot:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    return (await host.trySh('true')).code === 0;
  };
  await waitUntil(isUp, { what: `${host.name} to boot and let root in` });
}
