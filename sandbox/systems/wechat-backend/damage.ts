import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'libsql';

/**
 * What v2's migration does to the database of a stopped service: every summary is emptied and the table gains a column
 * that v1 does not fill. All of it is still in the write-ahead log beside the file, as after a crash, so that a
 * backup copied over the file alone would be damaged again by the log left beside it.
 */
export async function damageDatabase(file: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(file), '.migration-'));
  const copy = join(folder, 'copy.db');
  await copyFile(file, copy);
  const database = new Database(copy);
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  database.exec(`BEGIN;
    CREATE TABLE migrated (
      execution_id TEXT PRIMARY KEY, brand TEXT NOT NULL, model TEXT NOT NULL, question TEXT NOT NULL,
      score INTEGER NOT NULL, summary TEXT NOT NULL, created_at TEXT NOT NULL, payload_v2 TEXT NOT NULL);
    INSERT INTO migrated SELECT execution_id, brand, model, question, 0, '', created_at, '{}' FROM reports;
    DROP TABLE reports;
    ALTER TABLE migrated RENAME TO reports;
    COMMIT`);
  // Taken while it is open: closing it would write the log into the file and remove it.
  await copyFile(copy, file);
  await copyFile(`${copy}-wal`, `${file}-wal`);
  database.close();
  await rm(folder, { recursive: true });
}
