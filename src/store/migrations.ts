import { randomBytes } from 'node:crypto';
import { type Kysely, type Migration, type MigrationProvider, sql } from 'kysely';

/** The steps that bring a journal file to the present form, by name in order. A released step is never edited. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001-journal': journal,
    '0002-slack': slack,
    '0003-identity': identity,
    '0004-logbook': logbook,
  }),
};

const journal: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('runs')
      .addColumn('run_id', 'text', (column) => column.primaryKey())
      .addColumn('system', 'text', (column) => column.notNull())
      .addColumn('requested_at', 'bigint', (column) => column.notNull())
      .addColumn('closed_at', 'bigint')
      .addColumn('events', 'integer', (column) => column.notNull())
      .addColumn('head', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('events')
      .addColumn('run_id', 'text', (column) => column.notNull().references('runs.run_id'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text')
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('prev_hash', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('events_key', ['run_id', 'seq'])
      .execute();
    await db.schema
      .createTable('incidents')
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('thread', 'text', (column) => column.notNull())
      .addColumn('linked_by', 'text', (column) => column.notNull())
      .addColumn('linked_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('incidents_key', ['channel', 'thread'])
      .execute();
  },
};

const slack: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('messages')
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('surface_key', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('ts', 'text', (column) => column.notNull())
      .addColumn('content_digest', 'text', (column) => column.notNull())
      .addColumn('posted_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('messages_key', ['run_id', 'surface_key'])
      .execute();
    await db.schema
      .createTable('deliveries')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('deliveries_at').on('deliveries').column('at').execute();
  },
};

/** Who this journal is, how often a bot opened it, and how many runs were ever written: a run that was taken out shows. */
const identity: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('runs').addColumn('number', 'integer').execute();
    await sql`update runs set number = (select count(*) from runs as earlier
      where earlier.requested_at < runs.requested_at
        or (earlier.requested_at = runs.requested_at and earlier.run_id <= runs.run_id))`.execute(db);
    await db.schema.createIndex('runs_number').on('runs').column('number').unique().execute();
    await db.schema
      .createTable('identity')
      .addColumn('journal', 'text', (column) => column.primaryKey())
      .addColumn('epoch', 'integer', (column) => column.notNull())
      .addColumn('runs', 'integer', (column) => column.notNull())
      .execute();
    await sql`insert into identity (journal, epoch, runs)
      values (${randomBytes(16).toString('hex')}, 0, (select count(*) from runs))`.execute(db);
  },
};

/** What operators did to the journal or past it, chained like the events of a run. */
const logbook: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('logbook')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('prev_hash', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .alterTable('identity')
      .addColumn('notes', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable('identity')
      .addColumn('notes_head', 'text', (column) => column.notNull().defaultTo('0'.repeat(64)))
      .execute();
  },
};
