import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Box, startBox } from '../../../sandbox/host/box.js';
import { type Meiyueart, startMeiyueart } from '../../../sandbox/systems/meiyueart/start.js';
import type { Finding, System } from '../../../sandbox/systems/system.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { startWechatBackend, type WechatBackend } from '../../../sandbox/systems/wechat-backend/start.js';
import { say } from '../../../sandbox/text.js';

// What the side panel shows of the disks, changed by hand behind everybody's back.
const root = mkdtempSync(join(tmpdir(), 'found-'));
const boxes: Box[] = [];
let wechat: WechatBackend;
let meiyueart: Meiyueart;

beforeAll(async () => {
  for (const name of ['app', 'web', 'control']) {
    mkdirSync(join(root, name));
    boxes.push(await startBox({ name, root: join(root, name) }));
  }
  const [app, web, control] = boxes as [Box, Box, Box];
  [wechat, meiyueart] = await Promise.all([startWechatBackend(app), startMeiyueart(web, control)]);
});
afterAll(async () => {
  await Promise.all([wechat?.close(), meiyueart?.close()]);
  for (const box of boxes) await box.close();
  rmSync(root, { recursive: true, force: true });
});

test('the checkout: tag and commit as git has them, and files edited by hand', async () => {
  const commit = git('rev-parse', '--short', 'HEAD');
  expect(await lines(wechat, 'code')).toEqual([`HEAD: v2.0.0-phase1 · ${commit}`]);
  appendFileSync(join(wechat.files.app, 'release.js'), '// hotfix\n');
  expect(await lines(wechat, 'code')).toEqual([`HEAD: v2.0.0-phase1 · ${commit}`, 'release.js: edited by hand ✗']);
  git('checkout', '--quiet', '--force', 'v1.0.0');
  expect(await lines(wechat, 'code')).toEqual([`HEAD: v1.0.0 · ${git('rev-parse', '--short', 'HEAD')}`]);
  expect((await wechat.look()).facts[0]).toMatchObject({ value: 'v2.0.0-phase1' });
});

test('the database: rows and integrity are those of the file, its log included', async () => {
  expect(await lines(wechat, 'database')).toContain('reports: 48 reports ✓');
  await wechat.damageData();
  expect(await lines(wechat, 'database')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^diagnosis\.db-wal: [\d.]+ KB$/),
      'reports: 48 reports, 48 empty ✗',
      'schema: 8 columns, not 7 ✗',
    ]),
  );
  await wechat.service.stop();
  writeFileSync(wechat.files.database, 'no database at all, and long enough to be read as one by nobody'.repeat(20));
  rmSync(`${wechat.files.database}-wal`, { force: true });
  expect(await lines(wechat, 'database')).toContain('integrity_check: damaged ✗');
  rmSync(wechat.files.database);
  expect(await lines(wechat, 'database')).toEqual(['diagnosis.db: missing ✗']);
});

test('a stopped program is found stopped, and no facts hold without it', async () => {
  expect(await lines(wechat, 'processes')).toContain('wechat-backend: stopped ✗');
  expect((await wechat.look()).healthy).toBe(false);
});

test('the flag file and the backups, newest first, with their sizes; the empty one and the safety copy say so', async () => {
  writeFileSync(wechat.files.flags, JSON.stringify({ one: true, two: false, three: false }));
  const [flags] = await Promise.all([summary(wechat, 'flags')]);
  expect(flags).toBe('1 on, 2 off');
  const seen = await lines(wechat, 'backups');
  expect(seen.map((line) => line.replace(/\d{8}_\d{6}/, '…'))).toEqual([
    expect.stringMatching(/^pre_rollback_backup_….db: [\d.]+ KB · safety copy$/),
    expect.stringMatching(/^diagnosis_….db: [\d.]+ KB$/),
    'diagnosis_….db: 0 B · empty file',
    expect.stringMatching(/^diagnosis_….db: [\d.]+ KB$/),
    expect.stringMatching(/^diagnosis_….db: [\d.]+ KB$/),
  ]);
  rmSync(wechat.files.backups, { recursive: true });
  expect(await lines(wechat, 'backups')).toEqual([]);
});

test('release files are known by their content, and what nobody knows is called unknown', async () => {
  expect(await summary(meiyueart, 'routes')).toBe('bad');
  await meiyueart.hideReferrer();
  expect(await lines(meiyueart, 'routes')).toEqual([
    expect.stringMatching(/^user_system\.py: bad · [0-9a-f]{6} ✗$/),
    expect.stringMatching(/^change_password\.py: good · [0-9a-f]{6} ✓$/),
  ]);
  expect(await summary(meiyueart, 'routes')).toBe('mixed');
  writeFileSync(join(meiyueart.files.routes, 'change_password.py'), 'print("by hand")\n');
  rmSync(join(meiyueart.files.routes, 'user_system.py'));
  expect(await lines(meiyueart, 'routes')).toEqual([
    'user_system.py: missing ✗',
    expect.stringMatching(/^change_password\.py: unknown content · [0-9a-f]{6} ✗$/),
  ]);
  expect(await lines(meiyueart, 'deploy')).toEqual([
    expect.stringMatching(/^user_system\.py: bad · [0-9a-f]{6}$/),
    expect.stringMatching(/^change_password\.py: good · [0-9a-f]{6}$/),
  ]);
});

test('a backup that lacks a file says which', async () => {
  const seen = await lines(meiyueart, 'backups');
  expect(seen).toHaveLength(5);
  expect(seen.filter((line) => line.endsWith(' · lacks change_password.py'))).toHaveLength(1);
  expect(seen.filter((line) => line.endsWith(' · user_system.py is empty'))).toHaveLength(1);
});

test('looking leaves the database alone: no lock file appears beside it', async () => {
  await wechat.breakDiagnosis();
  const seen = () => statSync(`${wechat.files.database}-shm`, { throwIfNoEntry: false });
  const before = seen();
  await waitUntil(async () => (await lines(wechat, 'database')).includes('reports: 48 reports ✓'), { what: 'a look' });
  expect(seen()).toEqual(before);
});

async function foundOf(system: System, id: string) {
  const { found } = await system.look();
  const findings = found.find((each) => each.id === id);
  if (!findings) throw new Error(`nothing found of ${id}`);
  return findings;
}

async function lines(system: System, id: string): Promise<string[]> {
  return (await foundOf(system, id)).items.map(lineOf);
}

async function summary(system: System, id: string): Promise<string> {
  return say((await foundOf(system, id)).summary, 'en');
}

function lineOf({ name, value, ok }: Finding): string {
  return `${say(name, 'en')}: ${say(value, 'en')}${ok === undefined ? '' : ok ? ' ✓' : ' ✗'}`;
}

function git(...args: string[]): string {
  return execFileSync('git', ['-C', wechat.files.app, ...args], { encoding: 'utf8' }).trim();
}
