import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'libsql';
import { sizeOf } from '../findings.js';
import type { Finding, Findings } from '../system.js';

/** What the database's files hold; undefined numbers when SQLite cannot read them. */
export type DatabaseSight = {
  readonly bytes: number;
  /** Of the write-ahead log beside it; undefined when there is none. */
  readonly logBytes: number | undefined;
  readonly isSound: boolean;
  readonly reports: number | undefined;
  readonly emptyReports: number | undefined;
  readonly columns: number | undefined;
};

/** Columns of `reports` as every release up to now knows it. */
const knownColumns = 7;

/** A look that costs nothing while the files are the same. Undefined while there is no database. */
export function createDatabaseLook(file: string): () => Promise<DatabaseSight | undefined> {
  let last: { readonly mark: string; readonly seen: DatabaseSight } | undefined;
  return async () => {
    const mark = await markOf(file);
    if (mark === undefined) return undefined;
    if (last?.mark === mark) return last.seen;
    const seen = await inspectCopy(file);
    // Written to meanwhile: the copy may be torn, the next look takes another.
    if ((await markOf(file)) === mark) last = { mark, seen };
    return last?.seen;
  };
}

async function markOf(file: string): Promise<string | undefined> {
  const of = (path: string) =>
    stat(path).then(
      ({ size, mtimeMs, ino }) => `${ino}:${size}:${mtimeMs}`,
      () => undefined,
    );
  const [main, log] = await Promise.all([of(file), of(`${file}-wal`)]);
  return main && `${main} ${log ?? '-'}`;
}

// A copy: whoever opens the files themselves takes part in their locks.
async function inspectCopy(file: string): Promise<DatabaseSight> {
  const folder = await mkdtemp(join(tmpdir(), 'backout-look-'));
  const copy = join(folder, 'copy.db');
  try {
    await copyFile(file, copy);
    const hasLog = await copyFile(`${file}-wal`, `${copy}-wal`).then(
      () => true,
      () => false,
    );
    const { size } = await stat(file);
    const logBytes = hasLog ? (await stat(`${copy}-wal`)).size : undefined;
    return { bytes: size, logBytes, ...readReports(copy) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readReports(file: string) {
  const database = new Database(file);
  try {
    const count = (sql: string) => (database.prepare(sql).get() as { count: number }).count;
    const [{ integrity_check: verdict }] = database.prepare('PRAGMA integrity_check').all() as [Verdict];
    return {
      isSound: verdict === 'ok',
      reports: count('SELECT count(*) AS count FROM reports'),
      emptyReports: count("SELECT count(*) AS count FROM reports WHERE trim(summary) = ''"),
      columns: count("SELECT count(*) AS count FROM pragma_table_info('reports')"),
    };
  } catch {
    return { isSound: false, reports: undefined, emptyReports: undefined, columns: undefined };
  } finally {
    database.close();
  }
}

type Verdict = { readonly integrity_check: string };

export function databaseFindings(file: string, seen: DatabaseSight | undefined): Findings {
  const id = 'database';
  const title = { 'zh-CN': '数据库（SQLite）', en: 'Database (SQLite)' };
  const name = basename(file);
  if (!seen) {
    const summary = { 'zh-CN': '不存在', en: 'missing' };
    return { id, title, summary, items: [{ name, value: summary, ok: false }] };
  }
  const { bytes, logBytes, isSound, columns } = seen;
  const [reports, empty] = [seen.reports ?? 0, seen.emptyReports ?? 0];
  const items: Finding[] = [
    { name, value: sizeOf(bytes), ok: bytes > 0 },
    ...(logBytes ? [{ name: `${name}-wal`, value: sizeOf(logBytes) }] : []),
    { name: 'integrity_check', value: isSound ? 'ok' : { 'zh-CN': '损坏', en: 'damaged' }, ok: isSound },
    { name: 'reports', value: rowsOf(reports, empty), ok: reports > 0 && empty === 0 },
  ];
  if (columns !== undefined && columns !== knownColumns) {
    const value = { 'zh-CN': `${columns} 列，应为 ${knownColumns} 列`, en: `${columns} columns, not ${knownColumns}` };
    items.push({ name: 'schema', value, ok: false });
  }
  return { id, title, summary: rowsOf(reports, empty), items };
}

function rowsOf(reports: number, empty: number) {
  if (empty === 0) return { 'zh-CN': `${reports} 份报告`, en: `${reports} reports` };
  return { 'zh-CN': `${reports} 份报告，${empty} 份是空的`, en: `${reports} reports, ${empty} empty` };
}
