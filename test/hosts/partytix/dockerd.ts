import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';

/** A docker daemon of its own, with its data and its socket below `folder`, and an image `partytix-base:1` with node in it. */
export async function startDockerd(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const at = (name: string) => join(folder, name);
  const socket = at('docker.sock');
  const log = openSync(at('log'), 'a');
  const where = ['--data-root', at('data'), '--exec-root', at('exec'), '-p', at('pid'), '-H', `unix://${socket}`];
  const daemon = spawn('dockerd', [...where, '-G', '0'], { stdio: ['ignore', log, log] });
  closeSync(log);
  const docker = (args: readonly string[]) =>
    execFileSync('docker', args, {
      env: { ...process.env, DOCKER_HOST: `unix://${socket}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const isUp = () => {
    if (daemon.exitCode !== null) throw new Error(`dockerd ended with ${daemon.exitCode}`);
    try {
      return docker(['info']).length > 0;
    } catch {
      return false;
    }
  };
  await waitUntil(isUp, { what: 'dockerd to answer', timeoutMs: 30_000 });
  // Who may use docker on a real server is in its group; here everybody is.
  chmodSync(socket, 0o666);
  importNode(docker, at('base'));
  return {
    socket,
    async close(): Promise<void> {
      const ids = `${docker(['ps', '-aq'])}`.split('\n').filter(Boolean);
      if (ids.length > 0) docker(['rm', '-f', ...ids]);
      // A network's bridge outlives its daemon, and there are only so many addresses.
      docker(['network', 'prune', '-f']);
      const gone = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** An image without a registry: node and the libraries that it is linked to. */
function importNode(docker: (args: readonly string[]) => Buffer, folder: string): void {
  const [node, archive] = [process.execPath, `${folder}.tar`];
  mkdirSync(join(folder, 'app'), { recursive: true });
  const libraries = [...`${execFileSync('ldd', [node])}`.matchAll(/(\/\S+)/g)].map(([, file = '']) => file);
  for (const file of [node, ...libraries]) execFileSync('cp', ['--parents', '-L', file, folder]);
  execFileSync('tar', ['-C', folder, '-cf', archive, '.']);
  docker(['import', '-c', `ENTRYPOINT ["${node}"]`, '-c', 'WORKDIR /app', archive, 'partytix-base:1']);
  for (const done of [folder, archive]) rmSync(done, { recursive: true });
}

/** Commands for accounts that reach this daemon without being told where it is. */
export function writeDockerCommands(bin: string, socket: string): void {
  mkdirSync(bin, { recursive: true, mode: 0o755 });
  for (const name of ['docker', 'docker-compose']) {
    const real = `${execFileSync('which', [name])}`.trim();
    writeFileSync(join(bin, name), `#!/bin/sh\nDOCKER_HOST=unix://${socket} exec ${real} "$@"\n`, { mode: 0o755 });
  }
}
