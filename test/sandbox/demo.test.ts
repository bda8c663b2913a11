import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../sandbox/systems/free-port.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { processesWith } from '../helpers/processes-with.js';

/** Every process of one demonstration has this directory somewhere in its environment. */
let mark: string;
let demo: ChildProcess | undefined;
let said = '';

beforeEach(() => {
  mark = mkdtempSync(join(tmpdir(), 'demo-test-'));
  said = '';
});
afterEach(() => {
  for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
  rmSync(mark, { recursive: true, force: true });
});

describe.skipIf(process.platform !== 'linux')('npm run demo', () => {
  test('gets ready, lets the bot be killed and started, and SIGTERM to npm leaves nothing', {
    timeout: 60_000,
  }, async () => {
    const url = await startDemo();
    expect(await stateOf(url)).toMatchObject({
      systems: [{ healthy: false }, { healthy: false }],
      bot: { running: true },
    });
    // npm, the demo, the bot, the backend and the stand-ins for its users and its Redis.
    expect(processesWith(mark).length).toBeGreaterThanOrEqual(6);

    await act(url, 'kill-bot');
    expect(await stateOf(url)).toMatchObject({ bot: { running: false, ended: 'SIGKILL' } });
    expect(said).not.toContain('ended by itself');
    await act(url, 'start-bot');
    const { bot } = await stateOf(url);
    expect(bot.running).toBe(true);

    process.kill(bot.pid, 'SIGKILL');
    await waitUntil(() => said.includes('The bot ended by itself (SIGKILL)'), { what: 'the news of the bot' });

    expect(await endDemo((npm) => process.kill(npm, 'SIGTERM'))).toBe(0);
    expectNothingLeft();
  });

  test('Ctrl-C in the terminal, which reaches npm and the demo at once, leaves nothing', {
    timeout: 60_000,
  }, async () => {
    await startDemo();
    expect(await endDemo((npm) => process.kill(-npm, 'SIGINT'))).toBe(0);
    expectNothingLeft();
  });

  test('SIGINT while it is still starting leaves nothing', { timeout: 60_000 }, async () => {
    runDemo(await freePort());
    await waitUntil(() => said.includes('Starting'), { what: 'the start' });
    expect(await endDemo((npm) => process.kill(npm, 'SIGINT'))).toBe(0);
    expectNothingLeft();
  });

  test('kill -9 of the demo leaves no process', { timeout: 60_000 }, async () => {
    const url = await startDemo();
    const { bot } = await stateOf(url);
    process.kill(parentOf(bot.pid), 'SIGKILL');
    await waitUntil(() => processesWith(mark).length === 0, { what: 'every process to end' });
  });

  test('a busy port and a missing git are named before anything starts', { timeout: 60_000 }, async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    runDemo(port);
    expect(await exitOf(demo)).toBe(1);
    server.close();
    expect(said).toContain(`Port ${port} is in use. Stop what listens there, or choose another: PORT=`);
    demo = spawn(process.execPath, ['--import', 'tsx', 'sandbox/demo.ts'], { env: { PATH: '/none', TMPDIR: mark } });
    listen(demo);
    expect(await exitOf(demo)).toBe(1);
    expect(said).toContain('git is missing. Install it');
    expectNothingLeft();
  });

  test('real hosts that cannot stand here are refused in both languages, with what to install', {
    timeout: 60_000,
  }, async () => {
    const path = join(mark, 'bin');
    mkdirSync(path);
    const git = process.env.PATH?.split(':').find((folder) => existsSync(join(folder, 'git')));
    symlinkSync(join(git ?? '', 'git'), join(path, 'git'));
    demo = spawn(process.execPath, ['--import', 'tsx', 'sandbox/demo.ts', '--hosts=real', '--language=en'], {
      env: { PATH: path, TMPDIR: mark, BACKOUT_LAB: join(mark, 'backout-lab') },
    });
    listen(demo);
    expect(await exitOf(demo)).toBe(1);
    const packages = 'systemd-container mmdebstrap iproute2 openssh-client openssl curl util-linux npm';
    expect(said).toContain(`systemd-nspawn（Debian 软件包 systemd-container）、mmdebstrap`);
    expect(said).toContain(`请先执行 apt install ${packages}。`);
    expect(said).toContain('Missing here: ');
    expect(said).toContain(`Install it: apt install ${packages}\n`);
    expect(said).not.toContain('Booting');
    expectNothingLeft();
  });
});

async function startDemo(): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  runDemo(Number(new URL(url).port));
  await waitUntil(
    () => {
      if (demo?.exitCode !== null) throw new Error(`the demo ended:\n${said}`);
      return said.includes(`\nReady: ${url}/\n`);
    },
    { what: 'Ready', timeoutMs: 40_000 },
  );
  return url;
}

function runDemo(port: number): void {
  const env = { ...process.env, PORT: `${port}`, TMPDIR: mark };
  demo = spawn('npm', ['run', 'demo'], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  listen(demo);
}

function listen({ stdout, stderr }: ChildProcess): void {
  for (const stream of [stdout, stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
}

async function endDemo(end: (npm: number) => void): Promise<number | null> {
  const exit = exitOf(demo);
  end(demo?.pid ?? 0);
  return exit;
}

async function exitOf(child: ChildProcess | undefined): Promise<number | null> {
  const [code] = await once(child as ChildProcess, 'close');
  return code;
}

function expectNothingLeft(): void {
  expect(processesWith(mark)).toEqual([]);
  expect(readdirSync(mark).filter((name) => name.startsWith('backout-'))).toEqual([]);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

async function stateOf(url: string) {
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another process, judged by the expectations.
  return (await (await fetch(`${url}/production/state`)).json()) as any;
}

async function act(url: string, id: string): Promise<void> {
  expect((await fetch(`${url}/production/actions/${id}`, { method: 'POST' })).status).toBe(200);
}
