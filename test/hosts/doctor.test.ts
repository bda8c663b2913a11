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
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { backoutWith } from '../cli/run-backout.js';
import { s2Text } from '../helpers/plan.js';
import { describeOnHost } from './needs.js';
import { type RealHost, startRealHost } from './real-host.js';

describeOnHost('doctor and hosts trust with a real OpenSSH host', () => {
  let base: string;
  let host: RealHost;
  const config = () => join(base, 'backout.yaml');

  beforeEach(async () => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'backout-doctor-')));
    chmodSync(base, 0o711);
    host = await startRealHost(base);
    mkdirSync(join(base, 'plans'));
    writePlan(s2Text);
    writeInventory(host.keyFile);
  });
  afterEach(async () => {
    await host?.close();
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  });

  const writePlan = (text: string) => writeFileSync(join(base, 'plans/wechat-backend.yaml'), text);
  const writeInventory = (key: string) => {
    const app = { host: host.host, port: host.port, user: host.user, key, knownHosts: './known_hosts' };
    const system = { channels: ['C0INCIDENT'], roles: {}, targets: { app } };
    const inventory = { environment: 'test', language: 'en', journal: './backout.db', plans: './plans' };
    writeFileSync(config(), stringify({ ...inventory, systems: { 'wechat-backend': system } }));
  };
  const run = (...args: readonly string[]) => backoutWith({ HOME: base }, ...args, '--config', config());
  /** Only what is said of the host. */
  const doctor = async () => {
    const { out } = await run('doctor');
    return out.slice(out.indexOf('Host wechat-backend/app'));
  };

  test('the key that ssh-keygen prints is shown and pinned, and then doctor logs in', async () => {
    expect(await doctor()).toContain('→ npx backout hosts trust wechat-backend/app');
    const { out, code } = await run('hosts', 'trust', '--yes');
    expect([code, out]).toEqual([0, expect.stringContaining(`ssh-ed25519  ${host.fingerprint()}`)]);
    const [pinned = ''] = (await readFile(join(base, 'known_hosts'), 'utf8')).split('\n');
    expect(host.knownHosts()).toContain(pinned);
    const found = await doctor();
    expect(found).toContain('reached, key on file, logged in');
    expect(found).toContain('Its clock is right');
    expect(existsSync(join(host.home, '.backout'))).toBe(false);
  });

  test('another host in its place is an alarm that neither command hides', async () => {
    await run('hosts', 'trust', '--yes');
    const before = host.fingerprint();
    await host.changeHostKey();
    const { code, out } = await run('hosts', 'trust', '--yes');
    expect([code, out]).toEqual([1, expect.stringContaining('ALARM')]);
    expect(out).toContain(before);
    expect(out).toContain(host.fingerprint());
    const logins = host.logins();
    const found = await doctor();
    expect(found).toMatch(
      /✗ Host .* another host key .* ssh-keygen -R .*, then npx backout hosts trust wechat-backend\/app/,
    );
    for (const fingerprint of [before, host.fingerprint()]) expect(found).toContain(fingerprint);
    expect(host.logins()).toBe(logins);
  });

  test('names a key that the host refuses, and one that others may read', async () => {
    await run('hosts', 'trust', '--yes');
    writeInventory(host.strangersKeyFile);
    expect(await doctor()).toMatch(/✗ Host .* All configured authentication methods failed → .+/);
    chmodSync(host.strangersKeyFile, 0o644);
    expect(await doctor()).toMatch(/✗ .*stranger_ed25519 .*mode 644.*chmod 600/);
  });

  test('names sudo that is refused and commands that the host lacks, and finds both once they are there', async () => {
    await run('hosts', 'trust', '--yes');
    const bin = join(base, 'bin');
    mkdirSync(bin);
    writeFileSync(join(host.home, '.ssh/environment'), `PATH=${bin}:/usr/local/bin:/usr/bin:/bin\n`);
    // In place of the real one, which need not be installed: it refuses as the real one does.
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\necho "sudo: a password is required" >&2\nexit 1\n', { mode: 0o755 });
    writePlan(withStep({ user: 'root', run: 'restart-service', secrets: [] }));
    const refused = await doctor();
    expect(refused).toMatch(
      /✗ sudo to root is refused: sudo: a password is required → on the host, with visudo: .* NOPASSWD/,
    );

    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nshift 4\nexec "$@"\n', { mode: 0o755 });
    const missing = await doctor();
    expect(missing).toContain('✓ sudo to root works without a password');
    expect(missing).toContain('✗ The command restart-service is missing for root → install it on the host');

    writeFileSync(join(bin, 'restart-service'), '#!/bin/sh\n', { mode: 0o755 });
    expect(await doctor()).toMatch(/✓ Commands that Backout and the plan need: all \d+ are there/);
  });

  test('names a home that cannot be written', async () => {
    await run('hosts', 'trust', '--yes');
    chmodSync(host.home, 0o555);
    expect(await doctor()).toMatch(/✗ .* cannot be written → give it to the account that logs in/);
    chmodSync(host.home, 0o755);
    const bin = join(base, 'bin');
    mkdirSync(bin);
    for (const tool of ['sh', 'sudo'])
      if (existsSync(`/usr/bin/${tool}`)) symlinkSync(`/usr/bin/${tool}`, join(bin, tool));
    expect(await doctor()).not.toContain('cannot be written');
  });
});

/** The plan of scheme A with its first step changed. */
function withStep(change: object): string {
  const plan = parse(s2Text);
  Object.assign(Object.values<{ steps: object[] }>(plan.schemes)[0]?.steps[0] ?? {}, change);
  return stringify(plan);
}
