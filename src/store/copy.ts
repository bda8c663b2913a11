import { open } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

/** Writes the whole journal as it stands at one moment to a new file, for its owner alone; durable when it returns. */
export async function copyTo(db: Kysely<Tables>, file: string): Promise<void> {
  // Made first, because SQLite would make it readable for others; it takes an empty file.
  await (await open(file, 'wx', 0o600)).close();
  await sql`vacuum into ${file}`.execute(db);
  // SQLite itself does not wait for the disk here.
  const written = await open(file, 'r+');
  try {
    await written.sync();
  } finally {
    await written.close();
  }
}
