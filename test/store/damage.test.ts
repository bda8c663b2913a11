import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/event.js';
import { hashOf, JournalDamaged } from '../../src/store/chain.js';
import { createCommit } from '../../src/store/commit-together.js';
import { closeDatabase, openDatabase } from '../../src/store/open-database.js';
import { createSqlJournal } from '../../src/store/sql-journal.js';
import type { EventsTable, Tables } from '../../src/store/tables.js';
import { closed, requested, resumed } from './events.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-damage-'));
let files = 0;
let db: Kysely<Tables>;

beforeEach(async () => {
  db = await openDatabase(join(folder, `${++files}.db`));
});
afterEach(() => closeDatabase(db));
afterAll(() => rm(folder, { recursive: true }));

const LENGTH = 6;

async function fill(): Promise<EventsTable[]> {
  const journal = createSqlJournal(db, createCommit(db), 'test');
  await journal.append('r1', 0, requested('r1'));
  for (let seq = 1; seq < LENGTH - 1; seq++) await journal.append('r1', seq, resumed(seq));
  await journal.append('r1', LENGTH - 1, closed(9));
  return db.selectFrom('events').selectAll().orderBy('seq').execute();
}

/** What `read` says of the run after its rows were replaced; the seq it blames, or undefined when it saw nothing. */
async function blamed(rows: readonly EventsTable[]): Promise<number | undefined> {
  await db.deleteFrom('events').execute();
  for (const row of rows) await db.insertInto('events').values(row).execute();
  const error = await createSqlJournal(db, createCommit(db), 'test')
    .read('r1')
    .catch((thrown: unknown) => thrown);
  return error instanceof JournalDamaged ? error.seq : undefined;
}

const seqs = fc.nat({ max: LENGTH - 1 });
const otherText = fc.string({ maxLength: 12 });

describe('a journal changed from outside', () => {
  it('blames the first changed row, whichever column and value', async () => {
    const rows = await fill();
    expect(await blamed(rows)).toBeUndefined();
    const columns = fc.constantFrom('type', 'by', 'body', 'prev_hash', 'hash') satisfies fc.Arbitrary<
      keyof EventsTable
    >;
    await fc.assert(
      fc.asyncProperty(seqs, columns, otherText, async (seq, column, value) => {
        const changed = rows.map((row) => (row.seq === seq ? { ...row, [column]: value } : row));
        expect(await blamed(changed)).toBe(seq);
      }),
      { numRuns: 60 },
    );
    for (const row of rows) {
      expect(await blamed(rows.map((each) => (each === row ? { ...each, at: each.at + 1 } : each)))).toBe(row.seq);
    }
  });

  it('sees a change of a single character of a body', async () => {
    const rows = await fill();
    await fc.assert(
      fc.asyncProperty(seqs, fc.nat(), fc.constantFrom(' ', '0', 'x', ''), async (seq, place, character) => {
        const body = rows[seq]!.body;
        const at = place % body.length;
        fc.pre(body[at] !== character);
        const other = body.slice(0, at) + character + body.slice(at + 1);
        expect(await blamed(rows.map((row) => (row.seq === seq ? { ...row, body: other } : row)))).toBe(seq);
      }),
      { numRuns: 60 },
    );
  });

  it('blames the place of the first removed row, the last ones included', async () => {
    const rows = await fill();
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(seqs, { minLength: 1, maxLength: LENGTH }), async (removed) => {
        expect(await blamed(rows.filter(({ seq }) => !removed.includes(seq)))).toBe(Math.min(...removed));
      }),
      { numRuns: 40 },
    );
  });

  it('blames the first row out of its order', async () => {
    const rows = await fill();
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: LENGTH }), async (shuffled) => {
        const first = shuffled.findIndex(({ seq }, place) => seq !== place);
        fc.pre(first >= 0);
        expect(await blamed(shuffled.map((row, seq) => ({ ...row, seq })))).toBe(first);
      }),
      { numRuns: 40 },
    );
  });

  it('blames the last row when it was rewritten together with its hash', async () => {
    const rows = await fill();
    const last = rows[LENGTH - 1]!;
    const body = last.body.replace('succeeded', 'partial');
    const forged = { ...last, body, hash: hashOf(last.prev_hash, 'r1', last.seq, body) };

    expect(await blamed([...rows.slice(0, -1), forged])).toBe(LENGTH - 1);
  });

  it('names the run, the event and what is wrong with it', async () => {
    const rows = await fill();
    await blamed(rows.filter(({ seq }) => seq !== 3));

    await expect(createSqlJournal(db, createCommit(db), 'test').read('r1')).rejects.toThrow(
      'The journal of run r1 is damaged at event 3: event 4 stands in its place.',
    );
  });
});

describe('a full disk', () => {
  const limitPages = (pages: number) => sql`pragma max_page_count = ${sql.raw(`${pages}`)}`.execute(db);
  const printed = (at: number): RunEvent => {
    const output = { text: 'x'.repeat(4_000), bytes: 4_000, cut: false };
    return { type: 'step.finished', at, step: 's', result: { kind: 'exited', code: 0 }, output, durationMs: 1 };
  };

  it('is the failure journal.full, keeps everything before it, and is over once there is room', async () => {
    const journal = createSqlJournal(db, createCommit(db), '/data/backout.db');
    // The page limit gives the same SQLITE_FULL as a disk without room.
    await limitPages(40);
    let seq = 0;
    let answer = await journal.append('r1', seq, requested('r1'));
    while (answer !== 'conflict' && answer.ok) answer = await journal.append('r1', ++seq, printed(seq));

    expect(answer).toMatchObject({ ok: false, failure: { code: 'journal.full', at: '/data/backout.db' } });
    expect(await journal.read('r1')).toHaveLength(seq);

    await limitPages(400);
    expect(await journal.append('r1', seq, printed(seq))).toMatchObject({ ok: true });
    expect(await journal.read('r1')).toHaveLength(seq + 1);
  });
});
