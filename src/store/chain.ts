import { createHash } from 'node:crypto';
import type { RunEvent, StoredEvent } from '../domain/event.js';
import type { EventsTable } from './tables.js';

/** What stands before the first event of every run. */
export const CHAIN_START = '0'.repeat(64);

/** How long a run's chain is and the hash it ends with, as its `runs` row says. */
export type ChainEnd = { readonly events: number; readonly head: string };

/** The journal was changed from outside. It names the first row that cannot be trusted. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
  readonly runId: string;
  readonly seq: number;

  constructor(runId: string, seq: number, what: string) {
    super(`The journal of run ${runId} is damaged at event ${seq}: ${what}.`);
    this.runId = runId;
    this.seq = seq;
  }
}

/** The hash of one event in lower-case hex; `body` is its canonical JSON. */
export function hashOf(previous: string, runId: string, seq: number, body: string): string {
  // Written out by hand so that the stored characters themselves are hashed; the keys are in canonical order.
  const link = `{"event":${body},"runId":${JSON.stringify(runId)},"seq":${seq}}`;
  return createHash('sha256').update(previous).update(link).digest('hex');
}

/** The events of a run's rows, ordered by seq. Throws `JournalDamaged` unless every row and the chain's end are as written. */
export function verifyChain(runId: string, rows: readonly EventsTable[], end: ChainEnd | undefined): StoredEvent[] {
  const events: StoredEvent[] = [];
  let previous = CHAIN_START;
  for (const [seq, row] of rows.entries()) {
    const fault = faultOf(row, seq, previous);
    if (fault) throw new JournalDamaged(runId, seq, fault);
    const event: RunEvent = JSON.parse(row.body);
    if (!columnsAgree(row, event)) throw new JournalDamaged(runId, seq, 'its columns contradict its body');
    events.push({ seq, hash: row.hash, event });
    previous = row.hash;
  }
  const counted = end?.events ?? 0;
  if (counted !== rows.length) {
    throw new JournalDamaged(
      runId,
      Math.min(counted, rows.length),
      `${rows.length} events are there, ${counted} were written`,
    );
  }
  if (end && end.head !== previous)
    throw new JournalDamaged(runId, rows.length - 1, 'the chain ends with another hash');
  return events;
}

function faultOf(row: EventsTable, seq: number, previous: string): string | undefined {
  if (row.seq !== seq) return `event ${row.seq} stands in its place`;
  if (row.prev_hash !== previous) return 'it does not follow the event before it';
  if (row.hash !== hashOf(previous, row.run_id, seq, row.body)) return 'its content does not match its hash';
  return undefined;
}

function columnsAgree(row: EventsTable, event: RunEvent): boolean {
  return row.type === event.type && row.at === event.at && row.by === byOf(event);
}

/** Who caused an event; null when nobody did. */
export function byOf(event: RunEvent): string | null {
  return 'by' in event ? event.by : null;
}
