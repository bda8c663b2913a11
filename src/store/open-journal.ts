import type { Kysely } from 'kysely';
import type { FailureCode } from '../domain/failure.js';
import type { Fence } from '../domain/fence.js';
import type { Note } from '../domain/note.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Clock, Deliveries, Journal, MessageStore } from '../engine/ports.js';
import { type Audit, audit } from './audit.js';
import { createCommit } from './commit-together.js';
import { copyTo } from './copy.js';
import { raiseFence, raiseFenceTo, readFence } from './fence.js';
import { newestNotes, writeNote } from './logbook.js';
import { closeDatabase, openDatabase } from './open-database.js';
import { isBusy, isFull } from './sql-error.js';
import { createSqlJournal } from './sql-journal.js';
import { createDeliveries, createMessageStore } from './sql-messages.js';
import type { Tables } from './tables.js';

/** What operators ask of the journal beside its runs. */
export type Archive = {
  /** Verifies the chain of one run, or everything. */
  audit(run?: string): Promise<Audit>;
  /** Writes down what an operator did, durably. */
  note(note: Note): Promise<void>;
  /** The newest notes, newest first. */
  notes(limit: number): Promise<readonly Note[]>;
  /** Raises the epoch to this at least: what was restored must not be older to hosts than what it replaces. */
  raiseTo(epoch: number): Promise<void>;
  /** Writes the whole journal as it stands now to a new file. */
  copyTo(file: string): Promise<void>;
};

/** Everything that is kept in the journal file. Closing the journal closes all of it. */
export type Store = {
  readonly journal: Journal;
  readonly messages: MessageStore;
  readonly deliveries: Deliveries;
  readonly archive: Archive;
  /** Raised by a bot's opening, and durably: hosts refuse whoever opened the journal before. */
  readonly fence: Fence;
};

const systemClock: Clock = { now: () => Date.now() };

/**
 * Opens the journal file for a bot, creating it and its folder when missing, and holds it for this process alone.
 * Failures: `journal.busy` within 1 s when another process holds it, `journal.full`, and `input.invalid` when the file
 * cannot be created or is no journal.
 */
export function openJournal(file: string, clock: Clock = systemClock): Promise<Result<Store>> {
  return open(file, clock, raiseFence);
}

/** Opens a journal for a command while no bot runs: the epoch stays. Failures as above. */
export function openIdleJournal(file: string): Promise<Result<Store>> {
  return open(file, systemClock, readFence);
}

type FenceOf = (db: Kysely<Tables>) => Promise<Fence | undefined>;

async function open(file: string, clock: Clock, fenceOf: FenceOf): Promise<Result<Store>> {
  try {
    const db = await openDatabase(file);
    const fence = await fenceOrClose(db, fenceOf);
    if (!fence)
      return failed({ code: 'journal.busy', at: file, detail: 'another Backout opened it at the same moment' });
    const commit = createCommit(db);
    return ok({
      journal: { ...createSqlJournal(db, commit, file), close: () => closeDatabase(db) },
      messages: createMessageStore(db, commit, clock),
      deliveries: createDeliveries(commit),
      archive: archiveOf(db),
      fence,
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failed({ code: codeOf(error), at: file, detail: error.message });
  }
}

/** Nobody else would let go of the file. */
async function fenceOrClose(db: Kysely<Tables>, fenceOf: FenceOf): Promise<Fence | undefined> {
  let fence: Fence | undefined;
  try {
    fence = await fenceOf(db);
    return fence;
  } finally {
    if (!fence) await closeDatabase(db);
  }
}

function archiveOf(db: Kysely<Tables>): Archive {
  return {
    audit: (run) => audit(db, run),
    note: (note) => writeNote(db, note),
    notes: (limit) => newestNotes(db, limit),
    raiseTo: (epoch) => raiseFenceTo(db, epoch),
    copyTo: (to) => copyTo(db, to),
  };
}

function codeOf(error: Error): FailureCode {
  if (isBusy(error)) return 'journal.busy';
  return isFull(error) ? 'journal.full' : 'input.invalid';
}
