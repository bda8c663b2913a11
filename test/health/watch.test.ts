import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { freePort } from '../../sandbox/systems/free-port.js';
import { createWatch, type Watch } from '../../src/health/watch.js';
import { play, requested } from '../helpers/story.js';
import { memoryDeliveries } from '../slack/memory.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function watching(look: boolean) {
  const at = { host: '127.0.0.1', port: await freePort() };
  const watch = createWatch(at);
  if (look) looking(watch);
  expect(await watch.start()).toMatchObject({ ok: true });
  endings.push(watch.stop);
  return { watch, page: `http://127.0.0.1:${at.port}` };
}

function looking(watch: Watch): void {
  watch.look({
    app: { connected: () => true, connections: () => 2 },
    engine: { active: () => [play(requested())] },
    deliveries: memoryDeliveries(),
    clock: { now: () => Date.now() },
  });
}

it('says that it is starting, and that it lives', async () => {
  const { page } = await watching(false);
  const health = await fetch(`${page}/healthz`);
  expect([health.status, await health.json()]).toEqual([503, { ok: false, problems: ['starting'] }]);
  expect((await fetch(`${page}/livez`)).status).toBe(200);
});

it('tells open runs and connections as they are when somebody looks', async () => {
  const { page } = await watching(true);
  const response = await fetch(`${page}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  expect(text).toContain('backout_runs_open{system="wechat-backend",phase="preparing"} 1');
  expect(text).toContain('backout_slack_connections 2');
  expect((await fetch(`${page}/healthz?x=1`, { method: 'HEAD' })).status).toBe(200);
});

it('has nothing else, and nothing to write', async () => {
  const { page } = await watching(true);
  expect((await fetch(`${page}/`)).status).toBe(404);
  expect((await fetch(`${page}/constructor`)).status).toBe(404);
  expect((await fetch(`${page}/healthz`, { method: 'POST' })).status).toBe(404);
});

it('says which address it cannot have', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  endings.push(() => other.close());
  const { port } = other.address() as AddressInfo;
  expect(await createWatch({ host: '127.0.0.1', port }).start()).toMatchObject({
    ok: false,
    failure: { code: 'port.unusable', at: `127.0.0.1:${port}` },
  });
});

it('listens nowhere unless told to', async () => {
  const watch = createWatch(undefined);
  expect(await watch.start()).toMatchObject({ ok: true });
  await watch.stop();
});
