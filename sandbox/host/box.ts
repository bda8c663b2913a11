import { mkdirSync } from 'node:fs';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { KexAlgorithm } from 'ssh2';
import { freePort } from '../systems/free-port.js';
import { type KeyPair, keepKeyPair, makeKeyPair } from './keys.js';
import { countProcesses, endProcesses } from './processes.js';
import { serveSsh } from './serve-ssh.js';
import { type BoxProcess, type SpawnOptions, spawnProcess } from './spawn-process.js';
import { addStandIns, type Tool } from './stand-ins.js';

/** What a client asked of the box. `refused` requests are logged too: agent, x11, forward, pty, shell, subsystem. */
export type BoxRequest = { readonly kind: string; readonly detail: string };

export type BoxOptions = {
  readonly name: string;
  /** A directory of its own; keys, home and programs live below it and survive a restart. */
  readonly root: string;
  readonly user?: string;
  /** Directories put on the PATH after `<root>/bin` and before the machine's own. */
  readonly path?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** Tools to stand in for even where the machine has them; by default only the missing ones. */
  readonly standIns?: readonly Tool[];
  /** The only SSH key exchanges that it knows. */
  readonly keyExchanges?: readonly KexAlgorithm[];
};

/** A host that speaks real SSH and runs real processes, with switches for what goes wrong between here and there. */
export type Box = {
  readonly name: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly root: string;
  readonly home: string;
  /** Where its own programs lie, the first folder of the PATH. */
  readonly bin: string;
  /** The environment of everything that runs on the box. */
  readonly env: Readonly<Record<string, string>>;
  readonly clientKeyFile: string;
  /** A known_hosts line with the host's present key. */
  readonly knownHosts: string;
  /** Whether its SSH server takes files, too, as `scp` wants it. */
  readonly takesFiles: boolean;
  readonly requests: readonly BoxRequest[];
  /** A path below `root` by the name that the box's own programs know it by. */
  inside(path: string): string;
  spawn(command: string, args: readonly string[], options?: SpawnOptions): BoxProcess;
  /** Live processes that were started on the box, however far they detached. */
  processes(): number;
  /** Cuts every open connection at once, as a reset. */
  dropConnections(): void;
  /** Refuses new connections (connection refused) until told otherwise; open ones stay. */
  refuseConnections(refuse: boolean): Promise<void>;
  /** Half-open network: sockets stay, nothing passes in either direction. */
  freeze(frozen: boolean): void;
  /** Shows another host key from the next connection on. */
  rotateHostKey(): void;
  /** Ends the server and every process that was started on the box. */
  close(): Promise<void>;
};

/** What a demonstration needs of a host, in a box or in a container: a login, a disk and a way to start programs there. */
export type Host = Pick<Box, 'name' | 'host' | 'port' | 'user' | 'root' | 'home' | 'bin' | 'clientKeyFile'> &
  Pick<Box, 'knownHosts' | 'takesFiles' | 'inside' | 'spawn' | 'close'>;

/** Starts a box on 127.0.0.1. */
export async function startBox(options: BoxOptions): Promise<Box> {
  const { name, root, user = 'deploy' } = options;
  const [home, bin] = [join(root, 'home', user), join(root, 'bin')];
  for (const directory of [home, bin, join(root, 'keys')]) mkdirSync(directory, { recursive: true });
  const env = environmentOf(options, home);
  addStandIns(bin, env, options.standIns ?? []);
  const clientKey = keepKeyPair(join(root, 'keys', 'client_ed25519'), `client of ${name}`);
  let hostKey = keepKeyPair(join(root, 'keys', 'host_ed25519'), name);
  const requests: BoxRequest[] = [];
  const serve = (key: KeyPair) =>
    serveSsh({
      ...{ hostKey: key, clientKey, user, home, env, keyExchanges: options.keyExchanges },
      log: (kind, detail) => requests.push({ kind, detail }),
    });
  let ssh = serve(hostKey);
  const wire = await openWire(options.port ?? (await freePort()), (socket) => ssh(socket));
  return {
    ...{ name, host: '127.0.0.1', port: wire.port, user, root, home },
    ...{ bin, env, clientKeyFile: clientKey.file, requests, takesFiles: false },
    get knownHosts() {
      return `[127.0.0.1]:${wire.port} ${hostKey.publicLine}`;
    },
    inside: (path) => path,
    spawn: (command, args, spawnOptions) => spawnProcess(command, args, { cwd: home, ...spawnOptions }, env),
    processes: () => countProcesses(root),
    dropConnections: wire.drop,
    refuseConnections: wire.refuse,
    freeze: wire.freeze,
    rotateHostKey() {
      hostKey = makeKeyPair(join(root, 'keys', 'host_ed25519'), name);
      ssh = serve(hostKey);
    },
    async close() {
      await wire.close();
      await endProcesses(root);
    },
  };
}

function environmentOf({ root, user = 'deploy', path = [], env = {} }: BoxOptions, home: string) {
  const system = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  return {
    HOME: home,
    USER: user,
    LOGNAME: user,
    SHELL: '/bin/sh',
    PATH: [join(root, 'bin'), ...path, ...system].join(':'),
    // Only Linux has a tmpfs that needs no mounting; elsewhere the box names a directory for secrets outright.
    ...(process.platform === 'linux' ? {} : { BACKOUT_SECRETS_DIR: join(root, 'secrets') }),
    ...env,
    BACKOUT_BOX: root,
  };
}

type Wire = Pick<Box, 'port' | 'freeze'> & {
  drop(): void;
  refuse(refuse: boolean): Promise<void>;
  close(): Promise<void>;
};

async function openWire(port: number, connected: (socket: Socket) => void): Promise<Wire> {
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  let isFrozen = false;
  // Nagle on the server's side alone would cost each answer 40 ms.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket) && waiting.delete(socket));
    if (isFrozen) waiting.add(socket);
    else connected(socket);
  });
  await listen(server, port);
  const drop = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port,
    drop,
    refuse: async (refuse) => {
      if (refuse) server.close();
      else if (!server.listening) await listen(server, port);
    },
    freeze: (frozen) => {
      isFrozen = frozen;
      for (const socket of sockets) if (!waiting.has(socket)) setFrozen(socket, frozen);
      if (!frozen) for (const socket of waiting) waiting.delete(socket) && connected(socket);
    },
    close: async () => {
      drop();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

function setFrozen(socket: Socket, frozen: boolean): void {
  if (frozen) socket.pause().cork();
  else socket.resume().uncork();
}

async function listen(server: NetServer, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
