import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addStandIns, TOOLS } from '../../../sandbox/host/stand-ins.js';

let root: string;
let bin: string;
let server: Server;
let url: string;
const seen: { request: IncomingMessage; body: string }[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'stand-ins-'));
  bin = join(root, 'bin');
  mkdirSync(bin);
  addStandIns(bin, { PATH: `${bin}:${process.env.PATH}` }, TOOLS);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ request, body });
      if (request.url === '/hangs') return;
      response.statusCode = request.url === '/broken' ? 503 : 200;
      response.end(`answer to ${request.method} ${request.url}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

test('each stand-in says what it is', () => {
  for (const tool of TOOLS) expect(readFileSync(join(bin, tool), 'utf8')).toContain(`Stand-in for ${tool}`);
});

test('curl prints the body, and with -f only a code 22', async () => {
  expect(await sh(`curl -sS ${url}/health`)).toMatchObject({ code: 0, out: 'answer to GET /health\n' });
  expect(await sh(`curl -s ${url}/broken`)).toMatchObject({ code: 0, out: 'answer to GET /broken\n' });
  expect(await sh(`curl -fsS ${url}/broken`)).toMatchObject({ code: 22, out: '', err: expect.stringContaining('503') });
  expect(await sh(`curl -s --fail-with-body ${url}/broken`)).toMatchObject({
    code: 22,
    out: expect.stringContaining('answer'),
    err: '',
  });
});

test('curl sends method, headers from a file and data', async () => {
  writeFileSync(join(root, 'header'), 'X-Admin-Key: s3cret: word\n');
  const call = `curl -s -X PUT -H @${root}/header -H 'Content-Type: application/json' -d '{"flag":true}' ${url}/flags`;
  expect(await sh(call)).toMatchObject({ code: 0 });
  const last = seen.at(-1);
  expect(last?.request.method).toBe('PUT');
  expect(last?.request.headers).toMatchObject({ 'x-admin-key': 's3cret: word', 'content-type': 'application/json' });
  expect(last?.body).toBe('{"flag":true}');
});

test('curl writes to a file and prints the status', async () => {
  const call = `curl -s -o ${root}/body -w '%{http_code}' ${url}/broken`;
  expect(await sh(call)).toMatchObject({ code: 0, out: '503' });
  expect(readFileSync(join(root, 'body'), 'utf8')).toBe('answer to GET /broken\n');
});

test('curl gives up in time, on a closed port and on an option it does not know', async () => {
  expect(await sh(`curl -s --max-time 0.2 ${url}/hangs`)).toMatchObject({ code: 28 });
  expect(await sh(`curl -s -w '%{http_code}' http://127.0.0.1:1/`)).toMatchObject({ code: 7, out: '000' });
  expect(await sh(`curl --insecure ${url}/`)).toMatchObject({ code: 2, err: expect.stringContaining('does not know') });
});

test('setsid runs in a session of its own and ends as the command ends', async () => {
  const { out, code } = await sh(
    `setsid sh -c 'ps -o sid= -p $$; echo $$; exit 5' & child=$!; wait $child; c=$?; echo $child; exit $c`,
  );
  const [session, pid, child] = out.split('\n').map(Number);
  expect([session, child]).toEqual([pid, pid]);
  expect(code).toBe(5);
  expect(await sh('setsid /nonexistent')).toMatchObject({ code: 127 });
});

test('flock is held while its descriptor is open, shared by readers, gone with its holder', async () => {
  const lock = join(root, 'lock');
  const holder = spawn('sh', ['-c', `exec 9>${lock}; flock 9; echo held; exec sleep 600`], environment());
  await new Promise((resolve) => holder.stdout?.once('data', resolve));
  expect(await sh(`exec 9<${lock}; flock -n -s 9`)).toMatchObject({ code: 1 });
  const waiting = sh(`exec 9<${lock}; flock -s 9; echo free`);
  holder.kill('SIGKILL');
  expect(await waiting).toMatchObject({ code: 0, out: 'free\n' });
  expect(await sh(`exec 9<${lock}; flock -s 9; (exec 8<${lock}; flock -n -s 8)`)).toMatchObject({ code: 0 });
  expect(await sh(`exec 9<${lock}; flock -s 9; (exec 8<${lock}; flock -n -x 8)`)).toMatchObject({ code: 1 });
});

function environment() {
  return { env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } };
}

async function sh(command: string): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', command], environment(), (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), out, err });
    });
  });
}
