import { setImmediate as turn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { RunEvent, StoredEvent } from '../domain/event.js';
import { type ChainFault, JournalDamaged, verifyChain } from './chain.js';
import { verifyNotes } from './logbook.js';
import type { Tables } from './tables.js';

/** A row that is not as it was written: of a run, or of the logbook when `run` is empty. */
export type Finding = { readonly run: string; readonly seq: number } & ChainFault;

/** What a look at the chains found: how much there is, and of every damaged run the first bad row. */
export type Audit = {
  readonly runs: number;
  readonly events: number;
  readonly notes: number;
  readonly findings: readonly Finding[];
};

/** Verifies one run's chain, or all runs, that none is missing, and the logbook. Others get their turn between two runs. */
export async function audit(db: Kysely<Tables>, only?: string): Promise<Audit> {
  const known = await runsOf(db);
  const wanted = only === undefined ? known.ids : known.ids.filter((id) => id === only);
  const findings: Finding[] =
    only === undefined ? [...known.findings] : known.findings.filter(({ run }) => run === only);
  let events = 0;
  for (const id of wanted) {
    const { found, stored } = await auditRun(db, id);
    events += stored;
    if (found) findings.push(found);
    await turn();
  }
  const { notes, fault } = only === undefined ? await verifyNotes(db) : { notes: 0, fault: undefined };
  if (fault) findings.push({ run: '', seq: fault.seq, ...fault.fault });
  return { runs: wanted.length, events, notes, findings };
}

/** All runs in the order in which they were requested, and what is missing or too much among them. */
async function runsOf(db: Kysely<Tables>): Promise<{ ids: readonly string[]; findings: readonly Finding[] }> {
  const { rows, strays, written } = await db.transaction().execute(async (tx) => ({
    rows: await tx.selectFrom('runs').select(['run_id', 'number']).orderBy('number').execute(),
    strays: await tx
      .selectFrom('events')
      .select(({ fn }) => ['run_id', fn.min('seq').as('seq')])
      .where('run_id', 'not in', tx.selectFrom('runs').select('run_id'))
      .groupBy('run_id')
      .execute(),
    written: (await tx.selectFrom('identity').select('runs').executeTakeFirstOrThrow()).runs,
  }));
  const gap = rows.findIndex(({ number }, index) => number !== index + 1);
  const isWhole = gap < 0 && rows.length === written;
  const number = gap < 0 ? Math.min(rows.length, written) + 1 : gap + 1;
  const what = `run number ${number} is not there; ${written} runs were written, ${rows.length} are there`;
  const gone: Finding = { run: '', seq: 0, kind: 'run-gone', what, found: number, written };
  const lost = strays.map(({ run_id, seq }): Finding => {
    return { run: run_id, seq: Number(seq), kind: 'no-run', what: 'its run is not there' };
  });
  return { ids: rows.map(({ run_id }) => run_id), findings: [...(isWhole ? [] : [gone]), ...lost] };
}

async function auditRun(db: Kysely<Tables>, runId: string): Promise<{ stored: number; found?: Finding }> {
  const { run, rows } = await db.transaction().execute(async (tx) => ({
    run: await tx.selectFrom('runs').selectAll().where('run_id', '=', runId).executeTakeFirst(),
    rows: await tx.selectFrom('events').selectAll().where('run_id', '=', runId).orderBy('seq').execute(),
  }));
  try {
    const events = verifyChain(runId, rows, run);
    const isSame = run !== undefined && isOwnRow(run, events);
    const found: Finding = { run: runId, seq: 0, kind: 'run-row', what: 'the row of the run contradicts its events' };
    return { stored: events.length, ...(isSame ? {} : { found }) };
  } catch (error) {
    if (!(error instanceof JournalDamaged)) throw error;
    return { stored: rows.length, found: { run: runId, seq: error.seq, ...error.fault } };
  }
}

type RunRow = Pick<Tables['runs'], 'system' | 'requested_at' | 'closed_at'>;

/** Open runs are found by their row: one that calls itself closed would never be taken up again. */
function isOwnRow(row: RunRow, events: readonly StoredEvent[]): boolean {
  const first: RunEvent | undefined = events[0]?.event;
  if (first?.type !== 'run.requested') return false;
  const closed = events.find(({ event }) => event.type === 'run.closed')?.event.at ?? null;
  return row.system === first.request.plan.name && row.requested_at === first.at && row.closed_at === closed;
}
