import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { openJournal } from '../../src/store/open-journal.js';
import { holdPlace, type Place } from '../../src/store/replace.js';
import { requested } from './events.js';

const appender = fileURLToPath(new URL('appender.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'backout-replace-'));
afterAll(() => rm(folder, { recursive: true }));

async function journalAt(name: string, run: string): Promise<string> {
  const file = join(folder, name);
  const opened = await openJournal(file);
  if (!opened.ok) throw new Error(opened.failure.detail);
  await opened.value.journal.append(run, 0, requested(run));
  await opened.value.journal.close();
  return file;
}
async function held(file: string): Promise<Place> {
  const place = await holdPlace(file);
  if (!place.ok) throw new Error(place.failure.detail);
  return place.value;
}
/** What a second process says when it opens the file as a bot, and its end. */
async function bot(file: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', appender, file, 'second'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  child.kill('SIGKILL');
  await once(child, 'close');
  return said;
}
async function runsIn(file: string): Promise<readonly string[]> {
  const opened = await openJournal(file);
  if (!opened.ok) throw new Error(opened.failure.detail);
  const runs = await opened.value.journal.openRuns();
  await opened.value.journal.close();
  return runs;
}

it('lets no bot begin before the other journal is in place, and one begin on that right after', async () => {
  const file = await journalAt('old.db', 'old');
  const next = await journalAt('next.db', 'next');
  const place = await held(file);
  expect(place).toMatchObject({ isTaken: true, epoch: 1 });
  expect(await bot(file)).toBe('journal.busy');
  await place.put(next, `${file}.aside`);
  expect(await bot(file)).toBe('open');
  await place.release();
  expect(await runsIn(file)).toContain('next');
  expect(await runsIn(`${file}.aside`)).toEqual(['old']);
  expect(existsSync(next)).toBe(false);
});

it('takes a place where nothing is, or nothing that can be read, its leftovers put aside with it', async () => {
  const empty = join(folder, 'empty.db');
  const place = await held(empty);
  expect(place.isTaken).toBe(false);
  await place.put(await journalAt('a.db', 'a'), `${empty}.aside`);
  await place.release();
  expect(await runsIn(empty)).toEqual(['a']);

  const broken = join(folder, 'broken.db');
  for (const ending of ['', '-wal']) await writeFile(`${broken}${ending}`, 'no database '.repeat(100));
  const other = await held(broken);
  expect(other).toMatchObject({ isTaken: true });
  await other.put(await journalAt('b.db', 'b'), `${broken}.aside`);
  await other.release();
  expect(await runsIn(broken)).toEqual(['b']);
  expect([existsSync(`${broken}.aside`), existsSync(`${broken}.aside-wal`)]).toEqual([true, true]);
});
