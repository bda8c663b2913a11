import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openIdleJournal, openJournal } from '../../src/store/open-journal.js';
import { requested, resumed } from './events.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-copy-'));
afterAll(() => rm(folder, { recursive: true }));

it('copies everything as it stands at one moment while events are appended, and the copy verifies', async () => {
  const opened = await openJournal(join(folder, 'busy.db'));
  if (!opened.ok) throw new Error(opened.failure.detail);
  const { journal, archive, fence } = opened.value;
  await journal.append('r1', 0, requested('r1'));
  const appending = (async () => {
    for (let seq = 1; seq < 200; seq++) await journal.append('r1', seq, resumed(seq));
  })();
  const file = join(folder, 'copy.db');
  await archive.copyTo(file);
  await appending;
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(archive.copyTo(file)).rejects.toThrow('EEXIST');
  await journal.close();

  const copy = await openIdleJournal(file);
  if (!copy.ok) throw new Error(copy.failure.detail);
  const found = await copy.value.archive.audit();
  expect(found).toMatchObject({ runs: 1, findings: [] });
  expect(found.events).toBeGreaterThanOrEqual(1);
  expect(copy.value.fence).toEqual(fence);
  await copy.value.journal.close();
});

it('leaves no lock behind when the file is no journal', async () => {
  const file = join(folder, 'text.db');
  await writeFile(file, 'no database '.repeat(100));
  for (const _ of [1, 2]) expect(await openIdleJournal(file)).toMatchObject({ failure: { code: 'input.invalid' } });
});
