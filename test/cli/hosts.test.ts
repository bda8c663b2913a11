import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Box, startBox } from '../../sandbox/host/box.js';
import { trustHost } from '../../src/cli/trust-host.js';
import { connect } from '../../src/ssh/connect.js';
import { backoutIn, repository } from './run-backout.js';

let folder: string;
let box: Box;
const file = () => join(folder, 'keys/known_hosts');
/** Without the comment that the host's own file has. */
const line = () => box.knownHosts.split(' ').slice(0, 3).join(' ');
const target = () => ({
  ...{ name: 'app', host: box.host, port: box.port, user: box.user },
  ...{ keyFile: box.clientKeyFile, knownHostsFile: file() },
});
const trust = (...args: readonly string[]) =>
  backoutIn(folder, 'hosts', 'trust', '--config', join(folder, 'backout.yaml'), ...args);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-trust-'));
  box = await startBox({ name: 'app', root: join(folder, 'box') });
  const app = { host: box.host, port: box.port, user: box.user, key: './id', knownHosts: './keys/known_hosts' };
  const system = { channels: ['C0INCIDENT'], roles: {}, targets: { app, here: { local: true } } };
  const systems = { 'wechat-backend': system, meiyueart: { ...system, targets: { app } } };
  const inventory = { environment: 'test', language: 'en', journal: './backout.db', plans: './plans', systems };
  await writeFile(join(folder, 'backout.yaml'), stringify(inventory));
});
afterEach(async () => {
  await box.close();
  await rm(folder, { recursive: true });
});

describe('npx backout hosts trust', () => {
  it('shows the fingerprint and how to compare it, and without a terminal writes nothing', async () => {
    const { code, out } = await trust();
    expect(out).toContain(
      `app (127.0.0.1:${box.port}) shows this key:\n  ssh-ed25519  ${fingerprintOf(box.knownHosts)}`,
    );
    expect(out).toContain('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
    expect(out).toContain('run the same command with --yes');
    expect([code, existsSync(file())]).toEqual([1, false]);
  });

  it('asks a person at a terminal; only a yes is one', async () => {
    const refused = await atTerminal('no');
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('not trusted; nothing was written') });
    expect(existsSync(file())).toBe(false);
    expect(await atTerminal('\u0004')).toMatchObject({ code: 1 });
    expect(await atTerminal('yes')).toMatchObject({ code: 0 });
    expect(await connected()).toBe(true);
  });

  it('writes the key down for this account alone, once for systems that share the host', async () => {
    const { code, out } = await trust('--yes');
    expect([code, out.match(/was added to/g)?.length]).toEqual([0, 1]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await readFile(file(), 'utf8')).toBe(`${line()}\n`);
    expect(await connected()).toBe(true);
  });

  it('leaves a key that is on file alone, hashed names included', async () => {
    await trust('--yes');
    await writeFile(file(), hashed(box.knownHosts));
    expect(await trust('wechat-backend/app')).toMatchObject({ code: 0, out: expect.stringContaining('already in') });
    expect(await readFile(file(), 'utf8')).toBe(hashed(box.knownHosts));
  });

  it('raises the alarm for a changed key and changes nothing, even with --yes', async () => {
    await trust('--yes');
    const before = line();
    box.rotateHostKey();
    const { code, out } = await trust('app', '--yes');
    expect(out).toContain('ALARM');
    expect(out).toContain(`on file: ${fingerprintOf(before)}\n  shown:   ${fingerprintOf(box.knownHosts)}`);
    expect(out).toContain(`ssh-keygen -R '[127.0.0.1]:${box.port}' -f '${file()}'`);
    expect([code, await readFile(file(), 'utf8')]).toEqual([1, `${before}\n`]);
  });

  it('finds its way past keys of kinds that it cannot speak', async () => {
    const unspoken = `[127.0.0.1]:${box.port} sk-ssh-ed25519@openssh.com ${Buffer.from('a token').toString('base64')}\n`;
    await trust('--yes');
    await writeFile(file(), `${unspoken}${line()}\n`);
    expect(await trust('app')).toMatchObject({ code: 0, out: expect.stringContaining('already in') });
    expect(await connected()).toBe(true);
    await writeFile(file(), unspoken);
    expect(await trust('app', '--yes')).toMatchObject({ code: 1, out: expect.stringContaining('ALARM') });
    expect(await readFile(file(), 'utf8')).toBe(unspoken);
  });

  it('looks at the file again when the person has answered: somebody else may have written meanwhile', async () => {
    await trust('--yes');
    const own = await readFile(file(), 'utf8');
    const other = own.replace(/\S+\n$/, `${Buffer.from('another key').toString('base64')}\n`);
    for (const [meanwhile, said, isTrusted] of [
      [own, 'already in', true],
      [other, 'ALARM', false],
      [`@revoked ${own}`, 'ALARM', false],
    ] as const) {
      await rm(file());
      const told: string[] = [];
      const answer = await trustHost(target(), {
        print: (text) => told.push(text),
        confirm: async () => {
          await writeFile(file(), meanwhile);
          return true;
        },
        language: 'en',
      });
      expect([answer, told.slice(4).join('\n')]).toEqual([isTrusted, expect.stringContaining(said)]);
      expect(await readFile(file(), 'utf8')).toBe(meanwhile);
    }
  });

  it('speaks Chinese, names a host that does not answer, and goes on after a line without an end', async () => {
    await trust('--yes');
    await writeFile(file(), '10.0.0.1 ssh-ed25519 AAAA');
    expect((await trust('--yes', '--language', 'zh-CN')).out).toContain('密钥已加入');
    expect(await readFile(file(), 'utf8')).toBe(`10.0.0.1 ssh-ed25519 AAAA\n${line()}\n`);
    await box.refuseConnections(true);
    expect(await trust('--language', 'zh-CN')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/无法连接 app.*ECONNREFUSED.*→ 请检查/),
    });
  });

  it('says how it is used when it is used wrongly', async () => {
    expect(await trust('db')).toMatchObject({
      code: 2,
      out: expect.stringContaining('no SSH target db in the inventory; there is wechat-backend/app, meiyueart/app'),
    });
    expect(await backoutIn(folder, 'hosts')).toMatchObject({ code: 2 });
  });
});

/** The program on a terminal of its own, where a person answers the question. */
async function atTerminal(answer: string): Promise<{ code: number | null; out: string }> {
  const command = `${process.execPath} bin/backout.js hosts trust --config ${join(folder, 'backout.yaml')}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: repository });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
    if (String(chunk).includes('(yes/no)')) child.stdin.write(answer === '\u0004' ? answer : `${answer}\n`);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

/** Whether the bot's own connection takes the file. */
async function connected(): Promise<boolean> {
  const client = await connect(
    target(),
    { keyFile: box.clientKeyFile, knownHostsFile: file() },
    { connectTimeout: 5_000, keepalive: 5_000 },
  );
  if (client.ok) client.value.destroy();
  return client.ok;
}

function fingerprintOf(line: string): string {
  const key = Buffer.from(line.split(' ')[2] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** As OpenSSH writes it with HashKnownHosts. */
function hashed(line: string): string {
  const [name = '', type, key] = line.split(' ');
  const salt = Buffer.alloc(20, 7);
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash} ${type} ${key}\n`;
}
