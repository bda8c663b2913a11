import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Box, startBox } from '../../../sandbox/host/box.js';

let root: string;
let box: Box;
const clients: ssh2.Client[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'box-'));
  box = await startBox({ name: 'web-1', root, env: { GREETING: '你好' } });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await box.close();
  rmSync(root, { recursive: true });
});

test('runs commands with real pipes, exit codes and its own environment', async () => {
  const client = await connect();
  expect(await run(client, 'cat; echo "$GREETING" >&2; exit 7', 'from the client')).toEqual({
    ...{ out: 'from the client', err: '你好\n', code: 7 },
  });
  expect((await run(client, 'pwd; echo "$BACKOUT_BOX"')).out).toBe(`${box.home}\n${root}\n`);
  expect(box.requests.map(({ kind }) => kind)).toContain('auth');
  expect(box.requests.filter(({ kind }) => kind === 'exec')).toHaveLength(2);
  expect(statSync(box.clientKeyFile).mode & 0o777).toBe(0o600);
});

test('passes 20 MB each way without losing a byte', async () => {
  const client = await connect();
  const text = 'x'.repeat(20_000_000);
  const { out } = await run(client, 'cat', text);
  expect(out.length).toBe(text.length);
});

test('a command outlives its connection, and close ends everything that was started', async () => {
  const client = await connect();
  client.exec('setsid sleep 600 & sleep 601 & echo started; sleep 602', (_error, channel) => channel.resume());
  await until(() => box.processes() >= 4);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  box.dropConnections();
  await closed;
  expect(box.processes()).toBeGreaterThanOrEqual(4);
  await box.close();
  expect(box.processes()).toBe(0);
});

test('keeps its host key over a restart and shows another one when rotated', async () => {
  const before = box.knownHosts;
  await box.close();
  box = await startBox({ name: 'web-1', root, port: box.port });
  expect(box.knownHosts).toBe(before);
  box.rotateHostKey();
  expect(box.knownHosts).not.toBe(before);
});

test('refuses connections and takes them again', async () => {
  await box.refuseConnections(true);
  await expect(connect()).rejects.toThrow('ECONNREFUSED');
  await box.refuseConnections(false);
  expect((await run(await connect(), 'echo back')).out).toBe('back\n');
});

test('lets nothing pass while frozen and loses nothing by it', async () => {
  const client = await connect();
  box.freeze(true);
  let isDone = false;
  const running = run(client, 'echo through').then((result) => {
    isDone = true;
    return result;
  });
  const late = connect();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isDone).toBe(false);
  box.freeze(false);
  expect((await running).out).toBe('through\n');
  expect((await run(await late, 'echo late')).out).toBe('late\n');
});

test('refuses a stranger, and logs what else is asked for', async () => {
  await expect(connect({ username: 'root' })).rejects.toThrow('authentication');
  const client = await connect();
  await expect(forward(client)).rejects.toThrow();
  expect(box.requests.map(({ kind }) => kind)).toContain('forward');
});

test('starts services with a log and stops them', async () => {
  const log = join(root, 'service.log');
  const service = box.spawn('sh', ['-c', 'echo up; exec sleep 600'], { logFile: log });
  await until(() => readFileSync(log, 'utf8') === 'up\n');
  expect(box.processes()).toBe(1);
  await service.stop();
  expect(await service.exited).toBe(null);
  expect(box.processes()).toBe(0);
});

async function connect(over: ssh2.ConnectConfig = {}): Promise<ssh2.Client> {
  const client = new ssh2.Client();
  clients.push(client);
  const ready = new Promise<void>((resolve, reject) => {
    client.on('ready', resolve).on('error', reject);
  });
  const privateKey = readFileSync(box.clientKeyFile);
  client.connect({ host: box.host, port: box.port, username: box.user, privateKey, ...over });
  await ready;
  return client;
}

async function run(client: ssh2.Client, command: string, input = '') {
  const channel = await new Promise<ssh2.ClientChannel>((resolve, reject) => {
    client.exec(command, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const text = { out: '', err: '' };
  channel.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
  });
  channel.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
  });
  channel.end(input);
  const [code] = (await once(channel, 'close')) as [number | null];
  return { ...text, code };
}

async function forward(client: ssh2.Client): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, (error) => (error ? reject(error) : resolve()));
  });
}

/** Waits for a condition; the test's own limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
