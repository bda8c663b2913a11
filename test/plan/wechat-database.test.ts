import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedShells } from '../helpers/shells.js';
import { wholePlan } from '../helpers/whole-plans.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'backout-database-'));
  for (const name of ['app', 'app/data', 'backups', 'home']) mkdirSync(join(root, name));
});
afterEach(() => rmSync(root, { recursive: true }));

const at = (...names: readonly string[]) => join(root, ...names);
const live = (suffix = '') => at('app/data', `diagnosis.db${suffix}`);
const pointer = () => at('home/.backout/snapshots/run-1/database');

/** The restore of scheme C as the plan writes it. */
function restoring() {
  const scheme = wholePlan('wechat-backend').schemes.find(({ key }) => key === 'c');
  const step = scheme?.steps.find(({ id }) => id === 'restore');
  if (!step?.snapshot || !step.undo) throw new Error('scheme C saves the database and can put it back');
  return { snapshot: step.snapshot.run, undo: step.undo.run };
}

/** As much of a SQLite file as counts: its first bytes say how many pages of which size follow. */
function database(pages: number, pageSize: number): Buffer {
  const bytes = Buffer.alloc(pages * pageSize);
  bytes.write('SQLite format 3\0');
  bytes.writeUInt16BE(pageSize === 65_536 ? 1 : pageSize, 16);
  bytes.writeUInt32BE(pages, 28);
  return bytes;
}

describe.each(installedShells())('a backup, under $name', ({ run }) => {
  const source = wholePlan('wechat-backend').backups.find(({ name }) => name === 'database');
  if (source?.kind !== 'file' || source.complete === undefined) throw new Error('its source says what is complete');
  const { complete } = source;
  const judged = (bytes: Buffer | string) => {
    writeFileSync(at('backups/one.db'), bytes);
    return run(complete, { BACKUP: at('backups/one.db') });
  };

  it.each([512, 4096, 65_536])('is whole with all of its pages of %i bytes', (pageSize) => {
    expect(judged(database(3, pageSize)).code).toBe(0);
  });

  it('that broke off, is of something else or cannot be read is none', () => {
    expect(judged(database(3, 4096).subarray(0, 8192))).toMatchObject({
      code: 1,
      text: expect.stringContaining('it has 8192 of 12288 bytes'),
    });
    expect(judged('SQLite format 3').code).not.toBe(0);
    expect(judged('-- a dump\n').code).toBe(1);
    expect(run(complete, { BACKUP: at('backups/gone.db') }).code).not.toBe(0);
  });
});

describe.each(installedShells())('under $name', ({ run }) => {
  const values = () => ({
    ...{ HOME: at('home'), BACKOUT_RUN: 'run-1', BACKUP_DIR: at('backups') },
    ...{ DATABASE: live(), DATABASE_DIR: at('app/data') },
  });
  const save = () => run(restoring().snapshot, values());
  const putBack = () => run(restoring().undo, values());

  it('saves the database with the files beside it, and puts them back', () => {
    writeFileSync(live(), 'broken');
    writeFileSync(live('-wal'), 'log');
    expect(save().code).toBe(0);
    writeFileSync(live(), 'restored');
    writeFileSync(live('-shm'), 'of the restored one');
    expect(putBack().code).toBe(0);
    expect(readFileSync(live(), 'utf8') + readFileSync(live('-wal'), 'utf8')).toBe('brokenlog');
    expect(existsSync(live('-shm'))).toBe(false);
  });

  it('does not hinder bringing a lost database back (S2.5)', () => {
    expect(save()).toMatchObject({ code: 0, text: expect.stringContaining(`there is no ${live()} to save`) });
  });

  it('stops when nobody can tell whether the database is there', () => {
    rmSync(at('app/data'), { recursive: true });
    expect(save().code).not.toBe(0);
  });

  it('undoes nothing when nothing was saved, and says so', () => {
    expect(save().code).toBe(0);
    writeFileSync(live(), 'restored');
    writeFileSync(live('-wal'), 'of the restored one');
    expect(putBack()).toMatchObject({ code: 1, text: expect.stringContaining('nothing was saved') });
    expect(existsSync(live('-wal'))).toBe(true);
  });

  it('keeps the files beside the database when the copy is gone', () => {
    writeFileSync(live(), 'broken');
    expect(save().code).toBe(0);
    rmSync(readFileSync(pointer(), 'utf8').trim());
    writeFileSync(live('-wal'), 'of the restored one');
    expect(putBack().code).toBe(1);
    expect(existsSync(live('-wal'))).toBe(true);
  });
});
