/** The journal's tables as Kysely sees them. Columns stay TEXT and INTEGER, so that the same SQL runs on PostgreSQL. */
export type Tables = {
  identity: IdentityTable;
  logbook: LogbookTable;
  runs: RunsTable;
  events: EventsTable;
  incidents: IncidentsTable;
  messages: MessagesTable;
  deliveries: DeliveriesTable;
};

/** One row: the journal's id, the times a bot opened it, how many runs and notes were written, and where the notes end. */
type IdentityTable = { journal: string; epoch: number; runs: number; notes: number; notes_head: string };

/** `body` is a note as canonical JSON, kept as text like an event's. */
type LogbookTable = { seq: number; body: string; prev_hash: string; hash: string };

/** One row per run, numbered from 1 without a gap. `events` and `head` say how long the chain is and where it ends, so that a cut tail shows. */
type RunsTable = {
  run_id: string;
  number: number;
  system: string;
  requested_at: number;
  closed_at: number | null;
  events: number;
  head: string;
};

/** `body` is the whole event as canonical JSON, kept as text because the hash is over its very characters. */
export type EventsTable = {
  run_id: string;
  seq: number;
  type: string;
  at: number;
  by: string | null;
  body: string;
  prev_hash: string;
  hash: string;
};

type IncidentsTable = { channel: string; thread: string; linked_by: string; linked_at: number };

type MessagesTable = {
  run_id: string;
  surface_key: string;
  channel: string;
  ts: string;
  content_digest: string;
  posted_at: number;
};

type DeliveriesTable = { key: string; at: number };
