import type { Kysely, Transaction } from 'kysely';
import { canonicalJson } from '../domain/canonical-json.js';
import type { RunEvent, StoredEvent } from '../domain/event.js';
import type { Incident } from '../domain/incident.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Instant } from '../domain/time.js';
import type { Journal } from '../engine/ports.js';
import { byOf, CHAIN_START, hashOf, verifyChain } from './chain.js';
import type { Commit } from './commit-together.js';
import { isDuplicate, isFull } from './sql-error.js';
import type { Tables } from './tables.js';

/** The journal over any SQL database that Kysely speaks to. `place` names it in failures. `close` closes the database. */
export function createSqlJournal(db: Kysely<Tables>, commit: Commit, place: string): Journal {
  return {
    append: (runId, seq, event) => append(commit, place, runId, seq, event),
    read: (runId) => read(db, runId),
    openRuns: () => openRuns(db),
    recentRuns: (limit, system) => recentRuns(db, limit, system),
    linkIncident: (incident) => linkIncident(db, incident),
    incidentOf: (channel, since) => incidentOf(db, channel, since),
    close: () => db.destroy(),
  };
}

/** Undoes the transaction around it; the caller sees `conflict`. */
class Conflict extends Error {}

async function append(
  commit: Commit,
  place: string,
  runId: string,
  seq: number,
  event: RunEvent,
): Promise<Result<StoredEvent> | 'conflict'> {
  const body = canonicalJson(event);
  try {
    const hash = await commit((tx) => appendWithin(tx, runId, seq, event, body));
    // Handed back as it will be read, so that the live state and a replayed one cannot differ.
    return ok({ seq, hash, event: JSON.parse(body) });
  } catch (error) {
    if (error instanceof Conflict || isDuplicate(error)) return 'conflict';
    if (isFull(error)) return failed({ code: 'journal.full', at: place, detail: error.message });
    throw error;
  }
}

async function appendWithin(tx: Transaction<Tables>, runId: string, seq: number, event: RunEvent, body: string) {
  if (event.type === 'run.requested') await openRun(tx, runId, event);
  const run = await tx.selectFrom('runs').select(['events', 'head']).where('run_id', '=', runId).executeTakeFirst();
  if (run?.events !== seq) throw new Conflict();
  const hash = hashOf(run.head, runId, seq, body);
  await tx
    .insertInto('events')
    .values({ run_id: runId, seq, type: event.type, at: event.at, by: byOf(event), body, prev_hash: run.head, hash })
    .execute();
  const closing = event.type === 'run.closed';
  // Guarded, so that of two writers on a shared database exactly one wins.
  const { numUpdatedRows } = await tx
    .updateTable('runs')
    .set({ events: seq + 1, head: hash, ...(closing ? { closed_at: event.at } : {}) })
    .where('run_id', '=', runId)
    .where('events', '=', seq)
    .$if(closing, (query) => query.where('closed_at', 'is', null))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Conflict();
  return hash;
}

async function openRun(tx: Transaction<Tables>, runId: string, event: RunEvent & { type: 'run.requested' }) {
  const { runs } = await tx
    .updateTable('identity')
    .set(({ eb }) => ({ runs: eb('runs', '+', 1) }))
    .returning('runs')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('runs')
    .values({
      run_id: runId,
      number: runs,
      system: event.request.plan.name,
      requested_at: event.at,
      closed_at: null,
      events: 0,
      head: CHAIN_START,
    })
    .execute();
}

async function read(db: Kysely<Tables>, runId: string): Promise<readonly StoredEvent[]> {
  // One view of both tables: an append in between would look like damage.
  const { run, rows } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => ({
      run: await tx.selectFrom('runs').select(['events', 'head']).where('run_id', '=', runId).executeTakeFirst(),
      rows: await tx.selectFrom('events').selectAll().where('run_id', '=', runId).orderBy('seq').execute(),
    }));
  return verifyChain(runId, rows, run);
}

async function openRuns(db: Kysely<Tables>): Promise<readonly string[]> {
  const query = db.selectFrom('runs').select('run_id').where('closed_at', 'is', null);
  const rows = await query.orderBy('requested_at').orderBy('run_id').execute();
  return rows.map(({ run_id }) => run_id);
}

async function recentRuns(db: Kysely<Tables>, limit: number, system?: string): Promise<readonly string[]> {
  const query = db
    .selectFrom('runs')
    .select('run_id')
    .$if(system !== undefined, (all) => all.where('system', '=', system ?? ''));
  const rows = await query.orderBy('requested_at', 'desc').orderBy('run_id', 'desc').limit(limit).execute();
  return rows.map(({ run_id }) => run_id);
}

async function linkIncident(db: Kysely<Tables>, { channel, thread, linkedBy, linkedAt }: Incident): Promise<void> {
  const link = { linked_by: linkedBy, linked_at: linkedAt };
  await db
    .insertInto('incidents')
    .values({ channel, thread, ...link })
    .onConflict((conflict) => conflict.columns(['channel', 'thread']).doUpdateSet(link))
    .execute();
}

async function incidentOf(db: Kysely<Tables>, channel: string, since: Instant): Promise<Incident | undefined> {
  const query = db.selectFrom('incidents').selectAll().where('channel', '=', channel).where('linked_at', '>=', since);
  const row = await query.orderBy('linked_at', 'desc').orderBy('thread', 'desc').executeTakeFirst();
  return row && { channel, thread: row.thread, linkedBy: row.linked_by, linkedAt: row.linked_at };
}
