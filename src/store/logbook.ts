import type { Kysely, Transaction } from 'kysely';
import { canonicalJson } from '../domain/canonical-json.js';
import type { Note } from '../domain/note.js';
import { CHAIN_START, type ChainFault, hashOf } from './chain.js';
import type { Tables } from './tables.js';

/** What stands for the run's id in the hashes of notes; no run is called so. */
const LOGBOOK = 'logbook';

/** Writes a note, durably. */
export function writeNote(db: Kysely<Tables>, note: Note): Promise<void> {
  const body = canonicalJson(note);
  return db.transaction().execute(async (tx) => {
    const { notes: seq, notes_head } = await endOf(tx);
    const hash = hashOf(notes_head, LOGBOOK, seq, body);
    await tx.insertInto('logbook').values({ seq, body, prev_hash: notes_head, hash }).execute();
    await tx
      .updateTable('identity')
      .set({ notes: seq + 1, notes_head: hash })
      .where('notes', '=', seq)
      .execute();
  });
}

/** The newest notes, newest first. */
export async function newestNotes(db: Kysely<Tables>, limit: number): Promise<readonly Note[]> {
  const rows = await db.selectFrom('logbook').select('body').orderBy('seq', 'desc').limit(limit).execute();
  return rows.map(({ body }): Note => JSON.parse(body));
}

/** How many notes there are, and the first that cannot be trusted. */
export async function verifyNotes(
  db: Kysely<Tables>,
): Promise<{ readonly notes: number; readonly fault?: { readonly seq: number; readonly fault: ChainFault } }> {
  const { rows, end } = await db.transaction().execute(async (tx) => ({
    rows: await tx.selectFrom('logbook').selectAll().orderBy('seq').execute(),
    end: await endOf(tx),
  }));
  let previous = CHAIN_START;
  for (const [seq, row] of rows.entries()) {
    const isWhole =
      row.seq === seq && row.prev_hash === previous && row.hash === hashOf(previous, LOGBOOK, seq, row.body);
    const what = 'its content does not match its hash, or it does not follow the one before it';
    if (!isWhole) return { notes: rows.length, fault: { seq, fault: { kind: 'altered', what } } };
    previous = row.hash;
  }
  if (end.notes === rows.length && end.notes_head === previous) return { notes: rows.length };
  const [found, written] = [rows.length, end.notes];
  const what = `${found} notes are there, ${written} were written`;
  return { notes: found, fault: { seq: Math.min(found, written), fault: { kind: 'count', what, found, written } } };
}

function endOf(tx: Transaction<Tables>) {
  return tx.selectFrom('identity').select(['notes', 'notes_head']).executeTakeFirstOrThrow();
}
