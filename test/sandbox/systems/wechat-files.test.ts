import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PreparedWechatBackend, prepareWechatBackend } from '../../../sandbox/systems/wechat-backend/prepare.js';

// 08:30 UTC: in Shanghai it is 16:30, so a name in the wrong time zone shows.
const now = new Date('2026-03-01T08:30:00Z');
const root = mkdtempSync(join(tmpdir(), 'backout-files-'));
let prepared: PreparedWechatBackend;

beforeAll(async () => {
  prepared = await prepareWechatBackend(root, now);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the repository holds every version, is clean and is checked out at the bad one', () => {
  expect(git('tag', '--list').split('\n')).toEqual(['v0.9.0', 'v1.0.0', 'v2.0.0-phase1']);
  expect(git('describe', '--tags', '--exact-match')).toBe('v2.0.0-phase1');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('log', '--format=%an')).toBe('系统架构组\n系统架构组\n系统架构组');
  expect(git('diff', '--name-only', 'v1.0.0', 'v2.0.0-phase1')).toContain('diagnosis-v2.js');
  expect(readdirSync(join(prepared.files.app, 'scripts/rollback')).sort()).toEqual([
    'rollback_code.sh',
    'rollback_database.sh',
    'rollback_feature_flags.py',
  ]);
});

test('the backups are named in Shanghai time; one is empty, one stale, one a safety copy, one no backup at all', () => {
  expect(readdirSync(prepared.files.backups).sort()).toEqual([
    'README.txt',
    'diagnosis_20260226_163000.db',
    'diagnosis_20260228_203000.db',
    'diagnosis_20260301_073000.db',
    'diagnosis_20260301_133000.db',
    'pre_rollback_backup_20260301_153000.db',
  ]);
  expect(statSync(join(prepared.files.backups, 'diagnosis_20260301_073000.db')).size).toBe(0);
});

test('whoever trusts modification times picks the stale backup first and the good one last', () => {
  const mtime = (name: string) => statSync(join(prepared.files.backups, name)).mtimeMs;
  const databases = readdirSync(prepared.files.backups).filter((name) => name.endsWith('.db'));
  const newestFirst = databases.sort((one, other) => mtime(other) - mtime(one));
  expect(newestFirst[0]).toBe('diagnosis_20260226_163000.db');
  expect(newestFirst[1]).toBe('pre_rollback_backup_20260301_153000.db');
  expect(newestFirst.at(-1)).toBe('diagnosis_20260301_133000.db');
});

test('database and backups are SQLite files with reports; those of the safety copy are empty', () => {
  expect(summaries(prepared.files.database)).toHaveLength(48);
  expect(summaries(join(prepared.files.backups, 'diagnosis_20260301_133000.db')).every(Boolean)).toBe(true);
  expect(summaries(join(prepared.files.backups, 'pre_rollback_backup_20260301_153000.db')).some(Boolean)).toBe(false);
});

test('the log already holds the errors of the release; the admin key is new for every run and private', async () => {
  expect(readFileSync(prepared.files.errorLog, 'utf8')).toMatch(/2026-03-01 16:\d\d.* ERROR \[diagnosis\.v2\]/);
  expect(statSync(prepared.files.adminKey).mode & 0o777).toBe(0o600);
  expect(readFileSync(prepared.files.adminKey, 'utf8').trim()).toBe(prepared.adminKey);
  const other = await prepareWechatBackend(join(root, 'other'), now);
  expect(other.adminKey).not.toBe(prepared.adminKey);
});

function git(...args: string[]): string {
  return execFileSync('git', ['-C', prepared.files.app, ...args], { encoding: 'utf8' }).trim();
}

function summaries(file: string): string[] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare('SELECT summary FROM reports').all() as { summary: string }[];
  database.close();
  return rows.map(({ summary }) => summary);
}
