import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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

    const started = performance.now();
    expect(await openJournal(file)).toMatchObject({ ok: false, failure: { code: 'journal.busy', at: file } });
    expect(performance.now() - started).toBeLessThan(1_000);

    await journal.close();
    const again = await open(file);
    expect(await again.journal.openRuns()).toEqual(['r1']);
    await again.journal.close();
  });
});
