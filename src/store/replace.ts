import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import { failed, ok, type Result } from '../domain/result.js';
import { readFence } from './fence.js';
import { abandonDatabase, openDatabase, releaseLock } from './open-database.js';
import { isBusy } from './sql-error.js';

/** The place of a journal, held so that no bot begins there while another file takes it. */
export type Place = {
  /** The epoch of the journal that is there; undefined when there is none, or none that can be read. */
  readonly epoch?: number;
  /** Whether anything is there. */
  readonly isTaken: boolean;
  /** Puts `next` there at once; what was there stays under the name `aside`. */
  put(next: string, aside: string): Promise<void>;
  /** Lets go; a bot may begin there. */
  release(): Promise<void>;
};

/** Holds the place. Fails with `journal.busy` while a bot has it. */
export async function holdPlace(file: string): Promise<Result<Place>> {
  if (!(await exists(file))) {
    // A link, because it never replaces a journal that a bot has made meanwhile.
    const put = async (next: string) => {
      await link(next, file);
      await rm(next);
      await syncFolder(file);
    };
    return ok({ isTaken: false, put, release: async () => undefined });
  }
  try {
    return ok(await hold(file));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isBusy(error)) return failed({ code: 'journal.busy', at: file, detail: error.message });
    // No bot can open what this cannot.
    return ok({ isTaken: true, put: (next, aside) => swap(file, next, aside), release: async () => undefined });
  }
}

async function hold(file: string): Promise<Place> {
  const db = await openDatabase(file);
  try {
    const { epoch } = await readFence(db);
    // Without WAL and with its journal in memory no second file belongs to this one by its name: what lies beside it later is
    // its successor's. `begin exclusive` finds a bot that has begun in between.
    await releaseLock(db);
    await sql`pragma journal_mode = memory`.execute(db);
    await sql`begin exclusive`.execute(db);
    return {
      epoch,
      isTaken: true,
      put: (next, aside) => swap(file, next, aside),
      async release() {
        await sql`rollback`.execute(db);
        await abandonDatabase(db);
      },
    };
  } catch (error) {
    await abandonDatabase(db);
    throw error;
  }
}

/** First the old file's second name, then the new file in its place: there is a whole journal at every moment. */
async function swap(file: string, next: string, aside: string): Promise<void> {
  for (const ending of ['-wal', '-shm', '-journal']) {
    if (await exists(`${file}${ending}`)) await rename(`${file}${ending}`, `${aside}${ending}`);
  }
  await link(file, aside);
  await rename(next, file);
  await syncFolder(file);
}

async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
