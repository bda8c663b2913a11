import type { Kysely } from 'kysely';
import type { Fence } from '../domain/fence.js';
import type { Tables } from './tables.js';

/** The fence as it stands; nothing is changed. */
export async function readFence(db: Kysely<Tables>): Promise<Fence> {
  const { journal, epoch } = await db.selectFrom('identity').select(['journal', 'epoch']).executeTakeFirstOrThrow();
  return { journal, epoch };
}

/** Raises the epoch by one, durably. Undefined when another bot raised it at the same moment: that one holds the journal. */
export async function raiseFence(db: Kysely<Tables>): Promise<Fence | undefined> {
  const { journal, epoch } = await readFence(db);
  const { numUpdatedRows } = await db
    .updateTable('identity')
    .set({ epoch: epoch + 1 })
    .where('epoch', '=', epoch)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? { journal, epoch: epoch + 1 } : undefined;
}

/** Raises the epoch to `epoch` at least, durably. */
export async function raiseFenceTo(db: Kysely<Tables>, epoch: number): Promise<void> {
  await db.updateTable('identity').set({ epoch }).where('epoch', '<', epoch).execute();
}
