import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Box, startBox } from '../../sandbox/host/box.js';
import { main } from '../../src/cli/main.js';
import { type Stand, standUp, write } from '../control/stand.js';
import { closed, prechecked, requested } from '../helpers/story.js';

// The files on a real host, reached over SSH as from a machine where no bot runs.
const SYSTEM = 'wechat-backend';
const RUN = '20261120-7kq2m';
const guide = readFileSync(new URL('../../docs/locks.md', import.meta.url), 'utf8');
let stand: Stand;
let box: Box;
const file = () => join(box.home, '.backout/locks', SYSTEM);
const lock = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const inventory = ['--config', join(stand.folder, 'backout.yaml')];
  const code = await main(['lock', ...args, ...inventory], (line) => lines.push(line));
  return { code, out: lines.join('\n') };
};

beforeEach(async () => {
  stand = await standUp();
  box = await startBox({ name: 'app', root: join(stand.folder, 'box') });
  await writeFile(join(stand.folder, 'known_hosts'), `${box.knownHosts}\n`);
  const place = { host: box.host, port: box.port, user: box.user, key: box.clientKeyFile, knownHosts: './known_hosts' };
  const systems = { [SYSTEM]: { channels: ['C0INCIDENT'], roles: {}, targets: { app: place } } };
  const inventory = { environment: 'test', language: 'en', journal: './backout.db', plans: './plans', systems };
  await writeFile(join(stand.folder, 'backout.yaml'), stringify(inventory));
});
afterEach(async () => {
  await box.close();
  await stand.end();
});

async function leaveLock(): Promise<void> {
  await mkdir(join(box.home, '.backout/locks'), { recursive: true, mode: 0o700 });
  const lines = [`run ${RUN}`, 'by 赵六', 'reason 卡死', 'since 2026-11-19T19:12:00Z', 'since_ms 1795115520000', ''];
  await writeFile(file(), lines.join('\n'));
}

it('tells a CI runner without a journal what stands on the hosts, and makes no journal there', async () => {
  expect(await lock('--check', SYSTEM)).toEqual({ code: 0, out: `✓ ${SYSTEM} is free` });
  await leaveLock();
  expect(await lock('--check', SYSTEM)).toEqual({
    code: 1,
    out: `✗ ${SYSTEM} is locked by run ${RUN} on app · asked for by 赵六 · since 2026-11-19 19:12:00 UTC+00:00 · 卡死`,
  });
  await box.refuseConnections(true);
  expect(await lock('--check', SYSTEM)).toMatchObject({ code: 2, out: expect.stringContaining('do not deploy') });
  expect(existsSync(stand.file)).toBe(false);
});

it('breaks what a run that is over left there', async () => {
  const store = await stand.open();
  await write(store, RUN, requested({ targets: {} }), ...prechecked('fail'), closed('refused'));
  await store.journal.close();
  await leaveLock();
  expect(await lock('--break', SYSTEM, '--run', RUN, '--reason', 'rebuilt')).toMatchObject({
    code: 0,
    out: expect.stringContaining('The lock on app is off'),
  });
  expect(existsSync(file())).toBe(false);
});

it('is seen by the lines for hosts without Node that the guide has', async () => {
  const [, script = ''] = /```sh\n(system=[\s\S]*?)\n```/.exec(guide) ?? [];
  const look = () => spawnSync('sh', ['-eu', '-c', script], { env: { ...box.env, HOME: box.home }, encoding: 'utf8' });
  expect(look()).toMatchObject({ status: 0, stderr: '' });
  await leaveLock();
  expect(look()).toMatchObject({ status: 1, stderr: expect.stringContaining(`run ${RUN}\nby 赵六\n`) });
  await chmod(join(box.home, '.backout/locks'), 0o600);
  // Root looks into everything.
  if (process.getuid?.() !== 0) expect(look()).toMatchObject({ status: 2 });
});
