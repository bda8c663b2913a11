import type { FailureCode } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Clock, Deliveries, Journal, MessageStore } from '../engine/ports.js';
import { closeDatabase, openDatabase } from './open-database.js';
import { isBusy, isFull } from './sql-error.js';
import { createSqlJournal } from './sql-journal.js';
import { createDeliveries, createMessageStore } from './sql-messages.js';

/** Everything that is kept in the journal file. Closing the journal closes all three. */
export type Store = { readonly journal: Journal; readonly messages: MessageStore; readonly deliveries: Deliveries };

const systemClock: Clock = { now: () => Date.now() };

/**
 * Opens the journal file, creating it and its folder when missing, and holds it for this process alone.
 * Failures: `journal.busy` within 1 s when another process holds it, `journal.full`, and `input.invalid` when the file
 * cannot be created or is no journal.
 */
export async function openJournal(file: string, clock: Clock = systemClock): Promise<Result<Store>> {
  try {
    const db = await openDatabase(file);
    const journal = { ...createSqlJournal(db, file), close: () => closeDatabase(db) };
    return ok({ journal, messages: createMessageStore(db, clock), deliveries: createDeliveries(db) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failed({ code: codeOf(error), at: file, detail: error.message });
  }
}

function codeOf(error: Error): FailureCode {
  if (isBusy(error)) return 'journal.busy';
  return isFull(error) ? 'journal.full' : 'input.invalid';
}
