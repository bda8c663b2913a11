import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDatabase, openDatabase } from '../../src/store/open-database.js';
import { openJournal, type Store } from '../../src/store/open-journal.js';
import { requested } from './events.js';
import { describeJournal } from './journal-contract.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-store-'));
let files = 0;
const newFile = () => join(folder, `${++files}`, 'backout.db');

async function open(file: string): Promise<Store> {
  const opened = await openJournal(file);
  if (!opened.ok) throw new Error(opened.failure.detail);
  return opened.value;
}

afterAll(() => rm(folder, { recursive: true }));

describeJournal('libsql', async () => (await open(newFile())).journal);

describe('openJournal', () => {
  it('creates folder and files for their owner alone', async () => {
    const file = newFile();
    const { journal } = await open(file);
    await journal.append('r1', 0, requested('r1'));

    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect(await mode(join(file, '..'))).toBe('700');
    expect(await mode(file)).toBe('600');
    expect(await mode(`${file}-wal`)).toBe('600');
    await journal.close();
  });

  it('is busy while it is open, within a second, and free again after closing', async () => {
    const file = newFile();
    const { journal } = await open(file);
    await journal.append('r1', 0, requested('r1'));

    // The quickest of three: a busy machine may hold one up.
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const started = performance.now();
      expect(await openJournal(file)).toMatchObject({ ok: false, failure: { code: 'journal.busy', at: file } });
      waits.push(performance.now() - started);
    }
    expect(Math.min(...waits)).toBeLessThan(1_000);

    await journal.close();
    const again = await open(file);
    expect(await again.journal.openRuns()).toEqual(['r1']);
    await again.journal.close();
  });

  it('opens a file of its own again, and every time without losing anything', async () => {
    const file = newFile();
    for (const round of [1, 2, 3]) {
      const { journal } = await open(file);
      await journal.append(`r${round}`, 0, requested(`r${round}`, round));
      await journal.close();
      await journal.close();
    }
    const { journal } = await open(file);
    // Nothing was written since this opening: to have opened the file is to hold it.
    expect(await openJournal(file)).toMatchObject({ failure: { code: 'journal.busy' } });
    expect(await journal.openRuns()).toEqual(['r1', 'r2', 'r3']);
    await journal.close();
  });

  it('refuses a file that is no journal, one of a newer Backout, and a place where none can be', async () => {
    const text = newFile();
    await mkdir(dirname(text));
    await writeFile(text, 'no database '.repeat(100));
    expect(await openJournal(text)).toMatchObject({ ok: false, failure: { code: 'input.invalid', at: text } });

    const newer = newFile();
    const db = await openDatabase(newer);
    await sql`insert into kysely_migration values ('9999-from-the-future', '2099-01-01')`.execute(db);
    await closeDatabase(db);
    expect(await openJournal(newer)).toMatchObject({
      failure: { code: 'input.invalid', detail: expect.stringContaining('9999-from-the-future') },
    });

    const below = join(text, 'backout.db');
    expect(await openJournal(below)).toMatchObject({ ok: false, failure: { code: 'input.invalid', at: below } });
  });
});
