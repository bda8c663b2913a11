import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { main } from '../../src/cli/main.js';
import { closeDatabase, openDatabase } from '../../src/store/open-database.js';
import { openJournal, type Store } from '../../src/store/open-journal.js';
import { must, type Stand, standUp, write } from '../control/stand.js';
import { approved, closed, prechecked, requested, STEPS, started } from '../helpers/story.js';

const [OVER, OPEN, LATER] = ['20261119-over2', '20261120-open1', '20261120-later'];
let stand: Stand;
let store: Store;
const file = () => join(stand.folder, 'kept.db');
const backout = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const code = await main([...args, '--config', join(stand.folder, 'backout.yaml')], (line) => lines.push(line));
  return { code, out: lines.join('\n') };
};
/** Reopens the journal as a bot would, looks, and closes it. */
async function asBot<T>(look: (store: Store) => Promise<T>): Promise<T> {
  const opened = must(await openJournal(stand.file));
  return look(opened).finally(opened.journal.close);
}

beforeEach(async () => {
  stand = await standUp();
  store = await stand.open();
  await write(store, OVER, requested({ runId: OVER }), ...prechecked('fail'), closed('refused'));
  await write(store, OPEN, requested({ runId: OPEN }), ...prechecked(), approved(), started(STEPS[0]));
  const systems = { 'wechat-backend': { channels: ['C0INCIDENT'], roles: {}, targets: { app: { local: true } } } };
  const inventory = { environment: 'test', language: 'en', journal: './backout.db', plans: './plans', systems };
  await writeFile(join(stand.folder, 'backout.yaml'), stringify(inventory));
});
afterEach(() => stand.end());

describe('npx backout backup', () => {
  it.each([
    ['while the bot runs', async () => void must(await stand.listen(store))],
    ['while no bot runs', () => store.journal.close()],
  ])('writes a verified copy for its owner alone, %s', async (_, settle) => {
    await settle();
    const { code, out } = await backout('backup', file());
    expect([code, out]).toEqual([0, expect.stringContaining('As it was written: runs: 2, events: 15')]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await readdir(stand.folder)).filter((name) => /copy|part/.test(name))).toEqual([]);
    const before = await readFile(file());
    expect(await backout('backup', file())).toMatchObject({ code: 2, out: expect.stringContaining('already') });
    expect(await readFile(file())).toEqual(before);
  });

  it('says that a journal is damaged, and keeps the copy of what there is', async () => {
    await store.journal.close();
    const db = await openDatabase(stand.file);
    await sql`delete from events where seq = 1`.execute(db);
    await closeDatabase(db);
    expect(await backout('backup', file())).toMatchObject({
      code: 1,
      out: expect.stringContaining(`Run ${OVER}, event 1`),
    });
    expect(existsSync(file())).toBe(true);
  });

  it('clears away what a killed backup left', async () => {
    must(await stand.listen(store));
    const left = `${stand.file}.copy-12345678`;
    await writeFile(left, 'x');
    await utimes(left, 1, 1);
    await backout('backup', file());
    expect(existsSync(left)).toBe(false);
  });
});

describe('npx backout restore', () => {
  beforeEach(async () => {
    await store.archive.copyTo(file());
    await write(store, LATER, requested({ runId: LATER }));
  });

  it('puts a backup in place, keeps what was there, and is newer to hosts than all before', async () => {
    await store.journal.close();
    for (const _ of [1, 2, 3]) await asBot(async () => undefined);
    const { code, out } = await backout('restore', file());
    expect(code).toBe(0);
    expect(out).toContain(`Runs that were open when the backup was made: 1.`);
    expect(out).toContain(`\nwechat-backend · a · ${OPEN}\n`);
    const now = await asBot(async ({ journal, fence, archive }) => ({
      ...{ runs: await journal.recentRuns(9), fence, audit: await archive.audit(), notes: await archive.notes(1) },
    }));
    expect(now.runs.toSorted()).toEqual([OVER, OPEN].toSorted());
    expect(now.fence.journal).toBe(store.fence.journal);
    expect(now.fence.epoch).toBeGreaterThan(Date.now() / 1_000 - 60);
    expect(now.audit).toMatchObject({ findings: [], notes: 1 });
    expect(now.notes).toMatchObject([{ type: 'journal.restored', from: file() }]);
    const aside = (await readdir(stand.folder)).filter((name) => name.includes('.replaced-'));
    expect(aside).toHaveLength(1);
    await copyFile(join(stand.folder, aside[0] ?? ''), stand.file);
    expect(await asBot(({ journal }) => journal.recentRuns(9))).toContain(LATER);
  });

  it('counts up from every earlier restoring, also when the clock was set back', async () => {
    await store.journal.close();
    const future = Math.floor(Date.now() / 1_000) + 1_000_000;
    await asBot(({ archive }) => archive.raiseTo(future));
    await backout('restore', file());
    expect((await asBot(async ({ fence }) => fence)).epoch).toBe(future + 1);
  });

  it('works where no journal is any more, and with the journal itself', async () => {
    await store.journal.close();
    await rm(stand.file);
    expect(await backout('restore', file())).toMatchObject({ code: 0 });
    expect(await backout('restore', stand.file)).toMatchObject({ code: 0 });
    expect(await asBot(({ archive }) => archive.notes(9))).toHaveLength(2);
  });

  it('refuses while a bot has the journal, whether it answers or not', async () => {
    expect(await backout('restore', file())).toMatchObject({ code: 1, out: expect.stringContaining('stop it first') });
    must(await stand.listen(store));
    expect(await backout('restore', file())).toMatchObject({ code: 1, out: expect.stringContaining('stop it first') });
    expect(await store.journal.openRuns()).toContain(LATER);
  });

  it('refuses what is damaged, cut off, no journal or not there, and changes nothing', async () => {
    await store.journal.close();
    const db = await openDatabase(file());
    await sql`update events set body = replace(body, '卡死', '正常') where seq = 0`.execute(db);
    await closeDatabase(db);
    expect(await backout('restore', file())).toMatchObject({
      code: 1,
      out: expect.stringContaining('does not match its hash'),
    });
    await truncate(file(), 5_000);
    expect(await backout('restore', file())).toMatchObject({ code: 2 });
    await writeFile(file(), 'no database '.repeat(100));
    expect(await backout('restore', file())).toMatchObject({ code: 2 });
    expect(await backout('restore', join(stand.folder, 'none'))).toMatchObject({ code: 2 });
    expect(await asBot(({ journal }) => journal.openRuns())).toContain(LATER);
    expect((await readdir(stand.folder)).filter((name) => /restoring|replaced/.test(name))).toEqual([]);
  });
});
