import { type Kysely, sql, type Transaction } from 'kysely';
import { isFull } from './sql-error.js';
import type { Tables } from './tables.js';

/** Writes within a transaction; what it throws undoes it, and nothing else. */
type Write<T> = (tx: Transaction<Tables>) => Promise<T>;

export type Commit = <T>(write: Write<T>) => Promise<T>;

type Waiting = { readonly write: Write<unknown>; readonly settle: (outcome: PromiseSettledResult<unknown>) => void };

/**
 * Commits together what is asked for at one moment: each commit waits for the disk, and all that the bot does waits with it.
 * A write's promise settles when the disk has it, or when nothing of it is kept. A full disk keeps nothing of all of them.
 */
export function createCommit(db: Kysely<Tables>): Commit {
  let waiting: Waiting[] = [];
  const commitWaiting = async () => {
    const together = waiting;
    waiting = [];
    const outcomes = await commitAll(
      db,
      together.map(({ write }) => write),
    );
    for (const [index, { settle }] of together.entries()) settle(outcomes[index] as PromiseSettledResult<unknown>);
  };
  return <T>(write: Write<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({
        write,
        settle: (outcome) => (outcome.status === 'fulfilled' ? resolve(outcome.value as T) : reject(outcome.reason)),
      });
      if (waiting.length === 1) setImmediate(() => void commitWaiting());
    });
}

async function commitAll(db: Kysely<Tables>, writes: readonly Write<unknown>[]) {
  try {
    return await db.transaction().execute(async (tx) => {
      const outcomes: PromiseSettledResult<unknown>[] = [];
      for (const write of writes) outcomes.push(await attempt(tx, write));
      return outcomes;
    });
  } catch (reason) {
    return writes.map((): PromiseRejectedResult => ({ status: 'rejected', reason }));
  }
}

async function attempt(tx: Transaction<Tables>, write: Write<unknown>): Promise<PromiseSettledResult<unknown>> {
  await sql`savepoint one_of_many`.execute(tx);
  try {
    const value = await write(tx);
    await sql`release savepoint one_of_many`.execute(tx);
    return { status: 'fulfilled', value };
  } catch (reason) {
    // SQLite has rolled everything back by itself.
    if (isFull(reason)) throw reason;
    await sql`rollback to savepoint one_of_many`.execute(tx);
    await sql`release savepoint one_of_many`.execute(tx);
    return { status: 'rejected', reason };
  }
}
