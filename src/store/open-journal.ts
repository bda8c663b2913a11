import type { FailureCode } from '../domain/failure.js';
import type { Fence } from '../domain/fence.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Clock, Deliveries, Journal, MessageStore } from '../engine/ports.js';
import { raiseFence } from './fence.js';
import { closeDatabase, openDatabase } from './open-database.js';
import { isBusy, isFull } from './sql-error.js';
import { createSqlJournal } from './sql-journal.js';
import { createDeliveries, createMessageStore } from './sql-messages.js';

/** Everything that is kept in the journal file. Closing the journal closes all of it. */
export type Store = {
  readonly journal: Journal;
  readonly messages: MessageStore;
  readonly deliveries: Deliveries;
  /** Raised by this opening, and durably: hosts refuse whoever opened the journal before. */
  readonly fence: Fence;
};

const systemClock: Clock = { now: () => Date.now() };

/**
 * Opens the journal file, creating it and its folder when missing, and holds it for this process alone.
 * Failures: `journal.busy` within 1 s when another process holds it, `journal.full`, and `input.invalid` when the file
 * cannot be created or is no journal.
 */
export async function openJournal(file: string, clock: Clock = systemClock): Promise<Result<Store>> {
  try {
    const db = await openDatabase(file);
    const fence = await raiseFence(db);
    if (!fence)
      return failed({ code: 'journal.busy', at: file, detail: 'another Backout opened it at the same moment' });
    const journal = { ...createSqlJournal(db, file), close: () => closeDatabase(db) };
    return ok({ journal, messages: createMessageStore(db, clock), deliveries: createDeliveries(db), fence });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failed({ code: codeOf(error), at: file, detail: error.message });
  }
}

function codeOf(error: Error): FailureCode {
  if (isBusy(error)) return 'journal.busy';
  return isFull(error) ? 'journal.full' : 'input.invalid';
}
