import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../src/store/audit.js';
import { createCommit } from '../../src/store/commit-together.js';
import { newestNotes, writeNote } from '../../src/store/logbook.js';
import { closeDatabase, openDatabase } from '../../src/store/open-database.js';
import { createSqlJournal } from '../../src/store/sql-journal.js';
import type { EventsTable, Tables } from '../../src/store/tables.js';
import { closed, requested, resumed } from './events.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-audit-'));
let files = 0;
let db: Kysely<Tables>;
const RUNS = ['r1', 'r2', 'r3'] as const;
const EACH = 4;

beforeEach(async () => {
  db = await openDatabase(join(folder, `${++files}.db`));
  const journal = createSqlJournal(db, createCommit(db), 'test');
  for (const [index, run] of RUNS.entries()) {
    await journal.append(run, 0, requested(run, 1_000 + index));
    await journal.append(run, 1, resumed(2));
    await journal.append(run, 2, resumed(3));
    if (run !== 'r3') await journal.append(run, 3, closed(9));
    else await journal.append(run, 3, resumed(9));
  }
  for (const reason of ['first', 'second', 'third']) await note(reason);
  await sql`pragma foreign_keys = off`.execute(db);
});
afterEach(() => closeDatabase(db));
afterAll(() => rm(folder, { recursive: true }));

const note = (reason: string) =>
  writeNote(db, {
    type: 'lock.broken',
    at: 5,
    by: 'root',
    system: 's',
    run: 'r1',
    reason,
    targets: ['app'],
    forced: false,
  });
const blamed = async (only?: string) => (await audit(db, only)).findings.map(({ run, seq, kind }) => [run, seq, kind]);
/** Two rows of a run after the first was treated so. */
const spoilt = (row: EventsTable, next: EventsTable) => ({
  changed: [{ ...row, body: row.body.replace('"at":', '"At":') }, next],
  removed: [next],
  swapped: [
    { ...next, seq: row.seq },
    { ...row, seq: next.seq },
  ],
});
const change = (table: keyof Tables, set: string, where: string) =>
  sql.raw(`update "${table}" set ${set} where ${where}`).execute(db);

describe('an audit of the journal', () => {
  it('finds nothing in what was written, and counts it', async () => {
    expect(await audit(db)).toEqual({ runs: 3, events: 12, notes: 3, findings: [] });
    expect(await audit(db, 'r2')).toEqual({ runs: 1, events: 4, notes: 0, findings: [] });
    expect(await audit(db, 'nobody')).toEqual({ runs: 0, events: 0, notes: 0, findings: [] });
  });

  it('names run and event of any row that was changed, taken out, or moved, and of no other', async () => {
    const rows = await db.selectFrom('events').selectAll().orderBy('run_id').orderBy('seq').execute();
    const place = fc.nat({ max: rows.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom('changed', 'removed', 'swapped'), async (index, how) => {
        const { run_id, seq } = rows[index]!;
        const next = rows.find((row) => row.run_id === run_id && row.seq === (seq + 1) % EACH)!;
        const changed = rows
          .filter((row) => row !== rows[index] && row !== next)
          .concat(spoilt(rows[index]!, next)[how]);
        await db.deleteFrom('events').execute();
        await db.insertInto('events').values(changed).execute();
        const first = how === 'swapped' ? Math.min(seq, next.seq) : seq;
        expect((await blamed()).map(([run, at]) => [run, at])).toEqual([[run_id, first]]);
        expect(await blamed(run_id)).toHaveLength(1);
        expect(await blamed(RUNS.find((run) => run !== run_id))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('finds a cut tail, even of several events', async () => {
    await sql`delete from events where run_id = 'r2' and seq >= 2`.execute(db);
    expect(await blamed()).toEqual([['r2', 2, 'count']]);
  });

  it('finds a run that was taken out with all its events, wherever it stood', async () => {
    for (const run of ['r3', 'r1']) {
      await db.deleteFrom('events').where('run_id', '=', run).execute();
      await db.deleteFrom('runs').where('run_id', '=', run).execute();
      expect(await blamed()).toContainEqual(['', 0, 'run-gone']);
    }
  });

  it('finds events whose run was taken out, and a run whose events were', async () => {
    await db.deleteFrom('runs').where('run_id', '=', 'r1').execute();
    await db.deleteFrom('events').where('run_id', '=', 'r2').execute();
    expect(await blamed()).toEqual([
      ['', 0, 'run-gone'],
      ['r1', 0, 'no-run'],
      ['r2', 0, 'count'],
    ]);
    expect(await blamed('r1')).toEqual([['r1', 0, 'no-run']]);
  });

  it.each([
    ['closed_at = 9', 'r3'],
    ['closed_at = null', 'r1'],
    ["system = 'other'", 'r2'],
    ['requested_at = 1', 'r2'],
  ])('finds that the row of a run was changed: %s', async (set, run) => {
    await change('runs', set, `run_id = '${run}'`);
    expect(await blamed()).toEqual([[run, 0, 'run-row']]);
  });

  it.each([
    ['events = 3', 'count', 3],
    ["head = 'x'", 'end', 3],
  ])('finds that the end of a chain was changed: %s', async (set, kind, seq) => {
    await change('runs', set, "run_id = 'r1'");
    expect(await blamed()).toEqual([['r1', seq, kind]]);
  });

  it('finds notes that were changed or taken out', async () => {
    expect((await newestNotes(db, 2)).map((each) => 'reason' in each && each.reason)).toEqual(['third', 'second']);
    await sql`delete from logbook where seq = 2`.execute(db);
    expect(await blamed()).toEqual([['', 2, 'count']]);
    await change('logbook', "body = replace(body, 'first', 'other')", 'seq = 0');
    expect(await blamed()).toEqual([['', 0, 'altered']]);
  });
});
