import { createHash } from 'node:crypto';
import type { RunEvent, StoredEvent } from '../domain/event.js';
import type { EventsTable } from './tables.js';

/** What stands before the first event of every run. */
export const CHAIN_START = '0'.repeat(64);

/** How long a run's chain is and the hash it ends with, as its `runs` row says. */
export type ChainEnd = { readonly events: number; readonly head: string };

/** What is wrong with a row: `kind` for whoever words it, `what` in plain English. */
export type ChainFault = {
  readonly kind: FaultKind;
  readonly what: string;
  /** Numbers that belong to the words. */
  readonly found?: number;
  readonly written?: number;
};
export type FaultKind =
  | 'misplaced'
  | 'unlinked'
  | 'altered'
  | 'columns'
  | 'count'
  | 'end'
  | 'no-run'
  | 'run-gone'
  | 'run-row';

/** The journal was changed from outside. It names the first row that cannot be trusted. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
  readonly runId: string;
  readonly seq: number;
  readonly fault: ChainFault;

  constructor(runId: string, seq: number, fault: ChainFault) {
    super(`The journal of run ${runId} is damaged at event ${seq}: ${fault.what}.`);
    this.runId = runId;
    this.seq = seq;
    this.fault = fault;
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
    if (!columnsAgree(row, event)) {
      throw new JournalDamaged(runId, seq, { kind: 'columns', what: 'its columns contradict its body' });
    }
    events.push({ seq, hash: row.hash, event });
    previous = row.hash;
  }
  const last = endFaultOf(rows.length, previous, end);
  if (last) throw new JournalDamaged(runId, last.seq, last.fault);
  return events;
}

/** What the run's own row says of the chain's length and end. */
function endFaultOf(found: number, head: string, end: ChainEnd | undefined) {
  const written = end?.events ?? 0;
  if (written !== found) {
    const what = `${found} events are there, ${written} were written`;
    return { seq: Math.min(written, found), fault: { kind: 'count', what, found, written } } as const;
  }
  if (!end || end.head === head) return undefined;
  return { seq: found - 1, fault: { kind: 'end', what: 'the chain ends with another hash' } } as const;
}

function faultOf(row: EventsTable, seq: number, previous: string): ChainFault | undefined {
  if (row.seq !== seq) {
    return { kind: 'misplaced', what: `event ${row.seq} stands in its place`, found: row.seq };
  }
  if (row.prev_hash !== previous) return { kind: 'unlinked', what: 'it does not follow the event before it' };
  if (row.hash === hashOf(previous, row.run_id, seq, row.body)) return undefined;
  return { kind: 'altered', what: 'its content does not match its hash' };
}

function columnsAgree(row: EventsTable, event: RunEvent): boolean {
  return row.type === event.type && row.at === event.at && row.by === byOf(event);
}

/** Who caused an event; null when nobody did. */
export function byOf(event: RunEvent): string | null {
  return 'by' in event ? event.by : null;
}
