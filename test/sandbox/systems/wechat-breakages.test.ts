import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Box, startBox } from '../../../sandbox/host/box.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { givePython } from '../../../sandbox/systems/wechat-backend/python.js';
import { startWechatBackend, type WechatBackend } from '../../../sandbox/systems/wechat-backend/start.js';
import { shellOf } from './shell.js';

// Each way to break the backend needs its own scheme of S2; the other two do not help.
let root: string;
let box: Box;
let system: WechatBackend;
let sh: ReturnType<typeof shellOf>;
let values: Record<string, string>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'breakages-'));
  box = await startBox({ name: 'app', root });
  system = await startWechatBackend(box);
  const { app: APP_DIR, backups: BACKUP_DIR, database: DATABASE } = system.files;
  values = { APP_DIR, BACKUP_DIR, DATABASE, API: system.url };
  const bare = shellOf(box);
  sh = (script, more = {}) => bare(script, { ...values, ...more });
});
beforeEach(() => {
  rmSync(join(root, 'bin/python3'), { force: true });
});
afterAll(async () => {
  await system?.close();
  await box?.close();
  rmSync(root, { recursive: true, force: true });
});

test('API down: nothing answers, the unit has failed, a plain checkout refuses, and a restart alone changes nothing', async () => {
  await system.takeApiDown();
  await waitUntil(() => system.service.look().phase === 'failed', { what: 'systemd to give up' });
  expect(await system.observe()).toMatchObject({
    version: undefined,
    healthy: false,
    localEdits: true,
    flags: 'unknown',
  });
  expect(await sh('sudo -n systemctl status wechat-backend')).toMatchObject({
    code: 3,
    out: expect.stringContaining('cluster.js'),
  });
  expect(await sh('cd "$APP_DIR"; git checkout v1.0.0')).toMatchObject({
    code: 1,
    err: expect.stringContaining('would be overwritten'),
  });
  await sh('sudo -n systemctl restart wechat-backend');
  await waitUntil(() => system.service.look().phase === 'failed', { what: 'systemd to give up again' });
});

test('scheme B heals it: rollback_code.sh keeps the edit as a patch, checks out the old tag and restarts', async () => {
  const ran = await sh('"$APP_DIR/scripts/rollback/rollback_code.sh" v1.0.0');
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('checked out v1.0.0') });
  await waitUntil(async () => (await system.look()).healthy, { what: 'a healthy v1.0.0' });
  expect(await system.observe()).toMatchObject({ version: 'v1.0.0', flags: 'none', localEdits: false });
  const patch = readdirSync(system.files.backups).find((name) => name.endsWith('.patch')) ?? '';
  expect(readFileSync(join(system.files.backups, patch), 'utf8')).toContain('cluster.js');
});

test('an unknown tag is refused before anything is touched', async () => {
  expect(await sh('"$APP_DIR/scripts/rollback/rollback_code.sh" v7.0.0')).toMatchObject({
    code: 1,
    err: 'no such tag: v7.0.0\n',
  });
  expect((await sh('git -C "$APP_DIR" describe --tags')).out).toBe('v1.0.0\n');
});

test('data damaged: the API answers, old reports are empty, new diagnoses fail, and switching versions does not help', async () => {
  await system.damageData();
  await waitUntil(async () => ((await system.observe()).errorRate ?? 0) > 0.5, { what: 'users to fail' });
  expect(await system.observe()).toMatchObject({
    ...{ version: 'v2.0.0-phase1', flags: 'off', localEdits: false },
    ...{ historicReport: false, diagnosisWorks: false, healthy: false },
  });
  expect(existsSync(`${system.files.database}-wal`)).toBe(true);
  await sh('"$APP_DIR/scripts/rollback/rollback_code.sh" v1.0.0');
  await waitUntil(async () => (await system.observe()).version === 'v1.0.0', { what: 'v1.0.0' });
  expect(await system.observe()).toMatchObject({ historicReport: false, healthy: false });
});

test('a backup copied over the file alone is damaged again by the log that was left', async () => {
  const folder = join(root, 'raw-copy');
  mkdirSync(folder);
  await sh('sudo -n systemctl stop wechat-backend');
  const copy = join(folder, 'diagnosis.db');
  copyFileSync(system.files.database, copy);
  copyFileSync(`${system.files.database}-wal`, `${copy}-wal`);
  copyFileSync(goodBackup(), copy);
  expect(await verify(copy)).toMatchObject({ code: 1 });
});

test('scheme C heals it: stop, restore a good backup without the log, verify, start', async () => {
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('FAILED: ') });
  const restored = await sh('"$APP_DIR/scripts/rollback/rollback_database.sh" --restore "$BACKUP"', {
    BACKUP: goodBackup(),
  });
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('restored ') });
  expect(existsSync(`${system.files.database}-wal`)).toBe(false);
  expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('OK: ') });
  await sh('sudo -n systemctl start wechat-backend');
  await waitUntil(async () => (await system.look()).healthy, { what: 'a healthy backend' });
  expect(await system.observe()).toMatchObject({ historicReport: true, diagnosisWorks: true });
});

test('the restore script takes a name or `latest`, and refuses what is empty or not there', async () => {
  const restore = '"$APP_DIR/scripts/rollback/rollback_database.sh" --restore';
  const spare = { DATABASE: join(root, 'spare.db') };
  expect((await sh(`${restore} latest`, spare)).out).toContain(`restored ${goodBackup()}`);
  expect(await sh(`${restore} ${goodBackup().split('/').at(-1)}`, spare)).toMatchObject({ code: 0 });
  expect(await sh(`${restore} README.md`, spare)).toMatchObject({ code: 1, err: expect.stringContaining('no usable') });
  expect(await sh('"$APP_DIR/scripts/rollback/rollback_database.sh"')).toMatchObject({ code: 64 });
});

test.each(['the real python3', 'the stand-in'])('integrity is judged the same by %s', async (which) => {
  if (which === 'the stand-in') givePython(box, []);
  else if ((await sh('python3 -c "import sqlite3"')).code !== 0) return;
  const empty = join(root, 'empty.db');
  writeFileSync(empty, '');
  const garbage = join(root, 'garbage.db');
  writeFileSync(garbage, 'this was never a database, however long it is'.repeat(40));
  const safety = readdirSync(system.files.backups).find((name) => name.startsWith('pre_rollback')) ?? '';
  expect(await verify(goodBackup())).toMatchObject({ code: 0, out: expect.stringContaining('reports: 48') });
  expect(await verify(join(system.files.backups, safety))).toMatchObject({
    code: 1,
    out: expect.stringContaining('FAILED: 48 of 48 reports have an empty summary'),
  });
  expect(await verify(empty)).toMatchObject({ code: 1, out: `FAILED: no database at ${empty}\n` });
  expect(await verify(garbage)).toMatchObject({ code: 1, out: expect.stringContaining('not a database') });
});

test('the dashboard and the metrics give every value that a threshold is set on', async () => {
  for (const path of ['dashboard', 'metrics']) {
    const body = (await (await fetch(`${system.url}/api/monitoring/${path}`)).json()) as Record<string, unknown>;
    expect(body).toMatchObject({ db: 'connected', redis: 'connected' });
    for (const name of ['cpu_percent', 'memory_percent', 'response_time_ms']) {
      expect(body[name]).toBeGreaterThanOrEqual(0);
      // A busy machine has every percent and is slow to answer.
      expect(body[name]).toBeLessThanOrEqual(name === 'response_time_ms' ? 30_000 : 100);
    }
    expect(body.error_rate).toBeLessThan(0.5);
  }
});

test('broken in any way, it can be broken in another: only the last one counts', async () => {
  await system.damageData();
  await system.takeApiDown();
  await system.breakDiagnosis();
  const isBrokenInOneWay = async () => {
    const { diagnosisWorks, historicReport } = await system.observe();
    return diagnosisWorks === false && historicReport === true;
  };
  await waitUntil(isBrokenInOneWay, { what: 'the diagnosis to fail and the reports to be readable' });
  expect(await system.observe()).toMatchObject({ flags: 'on', localEdits: false });
});

function goodBackup(): string {
  const names = readdirSync(system.files.backups).filter((name) => /^diagnosis_\d{8}_\d{6}\.db$/.test(name));
  return join(system.files.backups, names.sort().at(-1) ?? '');
}

function verify(file = system.files.database) {
  return sh('python3 "$APP_DIR/scripts/verify_data_integrity.py" "$FILE"', { FILE: file });
}
