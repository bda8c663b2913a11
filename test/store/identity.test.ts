import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import Database from 'libsql';
import { afterAll, expect, it } from 'vitest';
import { LibsqlDialect } from '../../src/store/libsql-dialect.js';
import { migrations } from '../../src/store/migrations.js';
import { closeDatabase, openDatabase } from '../../src/store/open-database.js';
import { openJournal, type Store } from '../../src/store/open-journal.js';
import type { Tables } from '../../src/store/tables.js';
import { requested } from './events.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-identity-'));
afterAll(() => rm(folder, { recursive: true }));

async function open(file: string): Promise<Store> {
  const opened = await openJournal(file);
  if (!opened.ok) throw new Error(opened.failure.detail);
  return opened.value;
}

it('keeps its id and counts up with every opening, before anything else is written', async () => {
  const file = join(folder, 'counted.db');
  const first = await open(file);
  expect(first.fence).toEqual({ journal: expect.stringMatching(/^[0-9a-f]{32}$/), epoch: 1 });
  await first.journal.close();
  for (const epoch of [2, 3]) {
    const { fence, journal } = await open(file);
    expect(fence).toEqual({ journal: first.fence.journal, epoch });
    await journal.close();
  }
});

it('gives every journal an id of its own', async () => {
  const stores = [await open(join(folder, 'one.db')), await open(join(folder, 'other.db'))];
  expect(new Set(stores.map(({ fence }) => fence.journal)).size).toBe(2);
  for (const { journal } of stores) await journal.close();
});

it('does not count up for whoever is refused', async () => {
  const file = join(folder, 'refused.db');
  const { journal } = await open(file);
  expect(await openJournal(file)).toMatchObject({ ok: false });
  await journal.close();
  const again = await open(file);
  expect(again.fence.epoch).toBe(2);
  await again.journal.close();
});

it('takes over a journal of the version before it, runs and all, and numbers them in their order', async () => {
  const file = join(folder, 'older.db');
  const old = new Kysely<Tables>({ dialect: new LibsqlDialect(new Database(file)) });
  const { error } = await new Migrator({ db: old, provider: migrations }).migrateTo('0002-slack');
  expect(error).toBeUndefined();
  for (const [run_id, requested_at] of [
    ['late', 30],
    ['b', 20],
    ['a', 20],
    ['early', 10],
  ] as const) {
    const end = { closed_at: null, events: 0, head: '0'.repeat(64) };
    const row = { run_id, system: 's', requested_at, ...end };
    await old
      .insertInto('runs')
      .values(row as never)
      .execute();
  }
  await closeDatabase(old);
  await old.destroy();

  const { journal, fence } = await open(file);
  expect(fence.epoch).toBe(1);
  expect(await journal.append('new', 0, requested('new', 5))).toMatchObject({ ok: true });
  await journal.close();
  const db = await openDatabase(file);
  const rows = await db.selectFrom('runs').select(['run_id', 'number']).orderBy('number').execute();
  expect(rows.map(({ run_id, number }) => [run_id, number])).toEqual([
    ['early', 1],
    ['a', 2],
    ['b', 3],
    ['late', 4],
    ['new', 5],
  ]);
  await closeDatabase(db);
});
