import type { Kysely } from 'kysely';
import type { Clock, Deliveries, MessageStore } from '../engine/ports.js';
import type { Commit } from './commit-together.js';
import type { Tables } from './tables.js';

/** How long a delivery is remembered, in milliseconds; Slack gives up repeating one after about an hour. */
const REMEMBERED_FOR = 2 * 3_600_000;

/** Which Slack message shows which surface of a run. */
export function createMessageStore(db: Kysely<Tables>, commit: Commit, clock: Clock): MessageStore {
  const kept = db.selectFrom('messages').select(['surface_key as key', 'channel', 'ts', 'content_digest as digest']);
  return {
    async find(runId, key) {
      const row = await kept.where('run_id', '=', runId).where('surface_key', '=', key).executeTakeFirst();
      return row && { channel: row.channel, ts: row.ts, digest: row.digest };
    },
    all: (runId) => kept.where('run_id', '=', runId).orderBy('surface_key').execute(),
    async save(runId, key, { channel, ts, digest }) {
      const content = { channel, ts, content_digest: digest, posted_at: clock.now() };
      await commit((tx) =>
        tx
          .insertInto('messages')
          .values({ run_id: runId, surface_key: key, ...content })
          .onConflict((conflict) => conflict.columns(['run_id', 'surface_key']).doUpdateSet(content))
          .execute(),
      );
    },
  };
}

/** Which deliveries were seen in the last two hours. */
export function createDeliveries(commit: Commit): Deliveries {
  return {
    isFirst: (key, at) =>
      commit(async (tx) => {
        await tx
          .deleteFrom('deliveries')
          .where('at', '<', at - REMEMBERED_FOR)
          .execute();
        const insert = tx.insertInto('deliveries').values({ key, at });
        const { numInsertedOrUpdatedRows } = await insert
          .onConflict((conflict) => conflict.column('key').doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n;
      }),
  };
}
