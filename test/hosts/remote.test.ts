import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import type { Target } from '../../src/domain/target.js';
import type { Remote } from '../../src/engine/ports.js';
import { createRemote } from '../../src/ssh/ssh-remote.js';
import { ensure as ensureStep } from '../ssh/helpers/remote.js';
import { describeOnHost } from './needs.js';
import { type RealHost, startRealHost } from './real-host.js';

const shells = [
  { name: 'dash', file: '/usr/bin/dash' },
  { name: 'busybox', file: '/usr/bin/busybox' },
  { name: 'bash', file: '/usr/bin/bash' },
];

describeOnHost('the remote and a real OpenSSH host', () => {
  let base: string;
  let host: RealHost;
  let remote: Remote;
  let target: Target;

  beforeEach(async () => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'backout-remote-')));
    chmodSync(base, 0o711);
    host = await startRealHost(base);
    const knownHostsFile = join(base, 'known_hosts');
    writeFileSync(knownHostsFile, `${host.knownHosts()}\n`);
    remote = createRemote({
      connections: () => ok({ keyFile: host.keyFile, knownHostsFile }),
      environments: ({ name }) => failed({ code: 'target.changed', at: name }),
      ...{ fence: { journal: 'test', epoch: 1 }, clock: { now: () => Date.now() }, log: { warn: () => {} } },
    });
    target = { name: 'app', host: host.host, port: host.port, user: host.user };
  });
  afterEach(async () => {
    await remote?.close();
    await host?.close();
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  });

  test('tells what listed directories hold, except of one that the account may not look into', async () => {
    const backups = join(base, 'backups');
    for (const name of ['20260220_120000', '20260221_120000', 'closed']) {
      mkdirSync(join(backups, name), { recursive: true });
      writeFileSync(join(backups, name, 'user_system.py'), 'print(1)\n');
    }
    writeFileSync(join(backups, '20260221_120000/change_password.py'), '');
    writeFileSync(join(backups, 'notes.txt'), 'note');
    chmodSync(join(backups, 'closed'), 0o711);

    const listed = await remote.list(target, backups);
    const byName = new Map(listed.ok ? listed.value.map((entry) => [entry.name, entry]) : []);
    const contentsOf = (name: string) => byName.get(name)?.contents?.map((each) => `${each.name} ${each.bytes}`);
    expect([...byName.keys()].sort()).toEqual(['20260220_120000', '20260221_120000', 'closed', 'notes.txt']);
    expect(contentsOf('20260220_120000')).toEqual(['user_system.py 9']);
    expect(contentsOf('20260221_120000')).toEqual(['change_password.py 0', 'user_system.py 9']);
    expect([byName.get('closed')?.kind, contentsOf('closed'), contentsOf('notes.txt')]).toEqual([
      ...['directory', undefined, undefined],
    ]);
  });

  test.each(shells)('ends a silent step and lets a speaking one live, under $name', async ({ file }) => {
    expect(existsSync(file)).toBe(true);
    const bin = join(base, 'bin');
    mkdirSync(bin);
    symlinkSync(file, join(bin, 'sh'));
    writeFileSync(join(host.home, '.ssh/environment'), `PATH=${bin}:/usr/local/bin:/usr/bin:/bin\n`);
    const ensure = (token: string, text: string) =>
      ensureStep(
        remote,
        target,
        { token, script: { text, env: {}, secrets: {}, deadline: 30_000, inactivity: 1_000 } },
        new AbortController().signal,
      );

    const [silent, speaking] = await Promise.all([
      ensure('silent', 'readlink /proc/$$/exe; sleep 600'),
      ensure('speaking', 'i=0; while [ $i -lt 12 ]; do echo $i; sleep 0.3; i=$((i+1)); done; exit 3'),
    ]);
    expect(silent).toMatchObject({ kind: 'timed-out', silent: true, output: { text: `${realpathSync(file)}\n` } });
    expect(speaking).toMatchObject({ kind: 'exited', code: 3 });
  });
});
