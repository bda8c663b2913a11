import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, Migrator, type RawBuilder, sql } from 'kysely';
import Database from 'libsql';
import { LibsqlDialect } from './libsql-dialect.js';
import { migrations } from './migrations.js';
import { isFull } from './sql-error.js';
import type { Tables } from './tables.js';

/** How long an opening waits for another process to let go of the file, in milliseconds. */
const BUSY_TIMEOUT = 300;

/**
 * What every connection must say of itself. Order matters: with exclusive locking set first, WAL never shares memory
 * between processes, and the file is held by this process alone until it is closed or dies.
 */
const SETTINGS = [
  ['busy_timeout', BUSY_TIMEOUT, BUSY_TIMEOUT],
  ['locking_mode', 'exclusive', 'exclusive'],
  ['journal_mode', 'wal', 'wal'],
  // FULL: a commit is on the disk when it returns. NORMAL would lose the last commits with the power.
  ['synchronous', 'full', 2],
  ['foreign_keys', 'on', 1],
] as const;

// libsql closes a database that nobody refers to any more, and the lock goes with it.
const held = new Set<Kysely<Tables>>();

/**
 * Opens or creates the SQLite file, holds it exclusively and brings its tables up to date. A folder or file it creates is
 * for its owner alone (0700, 0600). Throws the driver's error: `SQLITE_BUSY` when another process holds the file.
 */
export async function openDatabase(file: string): Promise<Kysely<Tables>> {
  await createPrivateFile(file);
  const db = new Kysely<Tables>({ dialect: new LibsqlDialect(new Database(file)) });
  held.add(db);
  try {
    await applySettings(db);
    await migrate(db);
    return db;
  } catch (error) {
    held.delete(db);
    await db.destroy();
    throw error;
  }
}

/** Closes the database and lets go of its file at once. Closing twice is fine. */
export async function closeDatabase(db: Kysely<Tables>): Promise<void> {
  if (!held.delete(db)) return;
  try {
    await releaseLock(db);
  } catch (error) {
    // On a full disk the file stays in WAL form; what was appended is safe, and the lock goes with the process.
    if (!isFull(error)) throw error;
  } finally {
    await db.destroy();
  }
}

/** Closes the database without another look at its file, which may be somebody else's by now. */
export async function abandonDatabase(db: Kysely<Tables>): Promise<void> {
  held.delete(db);
  await db.destroy();
}

/**
 * libsql keeps a closed file open, and locked, until its last statement is garbage-collected. Leaving WAL and exclusive
 * locking lets go without waiting for that; the next opening sets both again.
 */
export async function releaseLock(db: Kysely<Tables>): Promise<void> {
  await sql`pragma journal_mode = delete`.execute(db);
  await sql`pragma locking_mode = normal`.execute(db);
  await sql`select count(*) from sqlite_master`.execute(db);
}

async function createPrivateFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    // `wx` never opens a file that exists: closing such a descriptor would drop this process's own lock on it.
    const created = await open(file, 'wx', 0o600);
    await created.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  await chmod(file, 0o600);
}

async function applySettings(db: Kysely<Tables>): Promise<void> {
  for (const [name, value, expected] of SETTINGS) {
    await sql`pragma ${sql.raw(`${name} = ${value}`)}`.execute(db);
    const { rows } = await (sql`pragma ${sql.raw(name)}` as RawBuilder<Record<string, unknown>>).execute(db);
    const actual = Object.values(rows[0] ?? {})[0];
    if (actual !== expected) throw new Error(`SQLite keeps ${name} at ${actual} instead of ${expected}.`);
  }
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error) throw error;
}
