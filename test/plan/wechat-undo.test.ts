import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Box, startBox } from '../../sandbox/host/box.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { startWechatBackend, type WechatBackend } from '../../sandbox/systems/wechat-backend/start.js';
import { wholePlan } from '../helpers/whole-plans.js';
import { shellOf } from '../sandbox/systems/shell.js';
import { hands } from './taken-back.js';

// Every scheme of S2 carried out on the demonstration system and taken back: what it changed is as it was.
let root: string;
let box: Box;
let system: WechatBackend;
let sh: ReturnType<typeof shellOf>;
let values: Record<string, string>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wechat-undo-'));
  box = await startBox({ name: 'app', root });
  system = await startWechatBackend(box);
  const { app, backups, database, adminKey } = system.files;
  writeFileSync(join(root, 'key'), `X-Admin-Key: ${readFileSync(adminKey, 'utf8').trim()}\n`);
  values = {
    ...{ API: system.url, ADMIN_API: system.url, ADMIN_KEY_FILE: join(root, 'key'), SERVICE: 'wechat-backend' },
    ...{ APP_DIR: app, BACKUP_DIR: backups, DATABASE: database, DATABASE_DIR: join(database, '..') },
  };
  sh = shellOf(box);
});
afterAll(async () => {
  await system?.close();
  await box?.close();
  rmSync(root, { recursive: true, force: true });
});

const by = (scheme: string, run: string, more: Record<string, string> = {}) =>
  hands({ plan: wholePlan('wechat-backend'), scheme, run, on: { app: sh }, values: { ...values, ...more } });
const git = async (...words: readonly string[]) => (await sh(`git -C "$APP_DIR" ${words.join(' ')}`, values)).out;

describe('scheme A', () => {
  it('sets each flag as it was, also one that had been off before', async () => {
    const flags = () => JSON.parse(readFileSync(system.files.flags, 'utf8'));
    await sh(
      'curl -fsS -X POST "$ADMIN_API/api/admin/feature-flags" -H @"$ADMIN_KEY_FILE" -d \'{"diagnosis_v2_retry":false}\'',
      values,
    );
    const before = flags();
    expect(before).toMatchObject({ diagnosis_v2_enabled: true, diagnosis_v2_retry: false });
    const a = by('a', 'run-a');
    await a.carryOut('disable-v2-flags-snapshot');
    expect([await a.isKept(), await a.isAsBefore(), await a.done()]).toEqual([true, true, []]);
    await a.carryOut();
    expect([flags().diagnosis_v2_enabled, await a.isAsBefore(), await a.done()]).toEqual([
      ...[false, false],
      ['disable-v2-flags'],
    ]);
    await a.takeBack();
    expect([flags(), await a.isAsBefore(), await a.done()]).toEqual([before, true, []]);
  }, 60_000);

  it('takes nothing back of which nothing was saved', async () => {
    await expect(by('a', 'run-unknown').takeBack()).rejects.toThrow('no flags were saved; nothing was touched');
    expect(await by('a', 'run-unknown').isKept()).toBe(false);
  });
});

describe('scheme B', () => {
  const look = async () => [
    await git('symbolic-ref --short HEAD || git -C "$APP_DIR" rev-parse HEAD'),
    await git('rev-parse HEAD'),
    await git('diff --binary HEAD'),
    await git('status --porcelain --untracked-files=all'),
    readFileSync(join(system.files.app, 'notes.txt'), 'utf8'),
  ];
  const b = async (run: string) => {
    const commit = (await git('rev-parse v1.0.0^{commit}')).trim();
    return by('b', run, { BACKUP: 'v1.0.0', BACKUP_NAME: 'v1.0.0', BACKUP_DIGEST: commit });
  };
  const staged = (status: string) => status.replaceAll(/^ M/gm, 'M ');

  beforeAll(async () => {
    await system.takeApiDown();
    await waitUntil(() => system.service.look().phase === 'failed', { what: 'systemd to give up' });
    writeFileSync(join(system.files.app, 'notes.txt'), 'written by hand');
    writeFileSync(join(system.files.app, 'added.js'), '// added by hand\n');
    await git('add added.js');
  }, 60_000);

  it('puts commit, local changes and files of nobody back, whether the service ran before or not', async () => {
    const before = await look();
    const whole = await b('run-b');
    await whole.carryOut();
    await waitUntil(async () => (await whole.done()).includes('restart'), { what: 'v1.0.0 to answer' });
    expect([await whole.done(), await whole.isKept(), await whole.isAsBefore()]).toEqual([
      ...[['checkout', 'restart'], true, false],
    ]);
    await whole.takeBack();
    const after = await look();
    expect(after.map((text, index) => (index === 3 ? staged(text) : text))).toEqual(
      before.map((text, index) => (index === 3 ? staged(text) : text)),
    );
    expect([await whole.isAsBefore(), await whole.done()]).toEqual([true, []]);
  }, 90_000);

  it('puts everything back after a checkout that stopped halfway, and again when told twice', async () => {
    const before = await look();
    const half = await b('run-half');
    await half.carryOut('checkout-snapshot');
    await git('checkout --quiet --force v1.0.0 -- package.json');
    expect(await half.isAsBefore()).toBe(false);
    await half.takeBack('checkout');
    await half.takeBack('checkout');
    expect(await look()).toEqual(before);
    expect(await half.isAsBefore()).toBe(true);
  }, 60_000);
});

describe('scheme C', () => {
  const bytes = (file: string) => readFileSync(file).toString('base64');
  const copyOf = (run: string) => readFileSync(join(box.home, '.backout/snapshots', run, 'database'), 'utf8').trim();
  const c = (run: string) => {
    const names = readdirSync(system.files.backups).filter((name) => /^diagnosis_\d{8}_\d{6}\.db$/.test(name));
    const name = names.sort().at(-1) ?? '';
    return by('c', run, { BACKUP: join(system.files.backups, name), BACKUP_NAME: name });
  };

  beforeAll(() => system.damageData(), 60_000);

  it('puts the very bytes back before the service writes to them again, and keeps the others aside', async () => {
    const whole = c('run-c');
    await whole.carryOut();
    expect(await whole.isKept()).toBe(true);
    await whole.takeBack(undefined, (undo) => {
      if (undo === 'stop-undo') expect(bytes(system.files.database)).toBe(bytes(copyOf('run-c')));
    });
    expect(await whole.isAsBefore()).toBe(true);
    const aside = readdirSync(system.files.backups).filter((name) => /^pre_undo_backup_\d{8}_\d{6}\.db$/.test(name));
    expect(aside).toHaveLength(1);
  }, 90_000);

  it('puts them back after a restore that stopped halfway, and starts the service', async () => {
    const half = c('run-c-half');
    await half.carryOut('restore-snapshot');
    expect(await half.done()).toContain('stop');
    writeFileSync(join(box.home, '.backout/snapshots/run-c-half/touched'), '');
    writeFileSync(`${system.files.database}.new`, 'half');
    rmSync(`${system.files.database}-wal`, { force: true });
    expect(await half.isAsBefore()).toBe(false);
    await half.takeBack('restore', (undo) => {
      if (undo === 'stop-undo') expect(bytes(system.files.database)).toBe(bytes(copyOf('run-c-half')));
    });
    expect(await half.isAsBefore()).toBe(true);
    expect(system.service.look().phase).toMatch(/starting|running/);
  }, 90_000);

  it('starts the service again when nothing but the stop had begun', async () => {
    const stopped = c('run-c-stop');
    await stopped.carryOut('stop');
    await stopped.takeBack('stop');
    expect(await stopped.isAsBefore()).toBe(true);
  }, 60_000);
});
