import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Container, startContainer } from '../../../sandbox/container/container.js';
import { isListening } from '../../../sandbox/systems/is-listening.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { describeInContainers } from './needs.js';
import { ssh, trySsh } from './ssh.js';

describeInContainers('a host in a container', () => {
  let base: string;
  let host: Container;

  beforeEach(async () => {
    base = mkdtempSync(join(tmpdir(), 'backout-container-'));
    mkdirSync(join(base, 'web'));
    host = await startContainer({ name: 'web', root: join(base, 'web'), user: 'user' });
  });
  afterEach(async () => {
    await host?.close();
    rmSync(base, { recursive: true, force: true });
  });

  test("Debian's OpenSSH lets in its one account and nobody else, and nobody has a privilege", async () => {
    const greeting = createConnection(host.port, host.host).setEncoding('utf8');
    expect((await once(greeting, 'data'))[0]).toMatch(/^SSH-2\.0-OpenSSH_/);
    greeting.destroy();
    expect(await ssh(host, 'hostname; id; pwd')).toBe(
      'web\nuid=1000(user) gid=1000(user) groups=1000(user)\n/home/user\n',
    );
    expect(await ssh(host, 'grep CapEff /proc/self/status')).toMatch(/\t0+\n$/);
    for (const other of ['root', 'nobody']) {
      expect(await trySsh(host, other, 'id')).toMatchObject({ code: 255, output: expect.stringContaining('denied') });
    }
  });

  test('its disk is a folder of this machine, whose own is out of reach', async () => {
    await ssh(host, 'mkdir -p /data/app /var/www && echo here >/data/app/mark');
    expect(readFileSync(join(host.root, 'data/app/mark'), 'utf8')).toBe('here\n');
    expect((await trySsh(host, 'user', `ls ${base} || touch /usr/bin/mark`)).code).not.toBe(0);
  });

  const ends: { how: string; end: () => Promise<void> }[] = [
    { how: 'it is closed', end: () => host.close() },
    { how: 'bubblewrap is killed', end: async () => void process.kill(host.pid, 'SIGKILL') },
  ];
  test.each(ends)('everything in it ends when $how, however far it detached', async ({ end }) => {
    const asleep = `600.${process.pid}`;
    const { exited } = host.spawn('sleep', [asleep]);
    await ssh(host, `setsid sleep ${asleep} </dev/null >/dev/null 2>&1 &`);
    await waitUntil(() => processesStartedWith(asleep).length === 2, { what: 'both to sleep' });
    await end();
    await exited;
    await waitUntil(() => [asleep, host.root].every((word) => processesStartedWith(word).length === 0), {
      what: 'every process to be gone',
    });
    // A process that ends forgets its words before it closes what it holds.
    await waitUntil(async () => !(await isListening(host.port)), { what: 'its port to be free' });
  });
});

/** Processes of this machine, those in containers among them, that were started with a word. */
function processesStartedWith(word: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
    } catch {
      return false;
    }
  });
}
