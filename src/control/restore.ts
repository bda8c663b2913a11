import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, ok, type Result } from '../domain/result.js';
import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import type { Audit } from '../store/audit.js';
import { openIdleJournal, type Store } from '../store/open-journal.js';
import { holdPlace, type Place } from '../store/replace.js';
import { isThere } from './backup.js';
import type { OpenRun } from './question.js';
import { isBotThere } from './reach.js';
import { statusOf } from './status.js';

export type RestoreOrder = {
  readonly from: string;
  readonly journalFile: string;
  readonly by: string;
  readonly now: Instant;
  readonly language: Language;
};

/** A backup that is the journal now. */
export type Restored = {
  readonly audit: Audit;
  readonly epoch: number;
  /** Where the journal is that stood there before. */
  readonly aside?: string;
  /** Runs that were open when the backup was made. */
  readonly open: readonly OpenRun[];
};

/** `running`: a bot has the journal. `damaged`: the backup is not as it was written. */
export type NotRestored = { readonly kind: 'running' } | { readonly kind: 'damaged'; readonly audit: Audit };

/**
 * Puts a backup in the journal's place while no bot runs. It keeps its id, and gets an epoch above every one that hosts can have
 * seen of it: a bot that still works on the replaced journal, wherever, is refused by them from then on.
 */
export async function restore(order: RestoreOrder): Promise<Result<Restored | NotRestored>> {
  const { from, journalFile } = order;
  const next = `${journalFile}.restoring`;
  if (await isBotThere(journalFile)) return ok({ kind: 'running' });
  try {
    await mkdir(dirname(journalFile), { recursive: true, mode: 0o700 });
    // Before the journal is held: to read it afterwards, were it the same file, would let go of it.
    await takeCopy(from, next);
    const held = await holdPlace(journalFile);
    if (held.ok) return await replace(order, held.value, next);
    return held.failure.code === 'journal.busy' ? ok({ kind: 'running' }) : held;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failed({ code: 'input.invalid', at: from, detail });
  } finally {
    for (const ending of ENDINGS) await rm(`${next}${ending}`, { force: true });
  }
}

async function replace(order: RestoreOrder, place: Place, next: string): Promise<Result<Restored | NotRestored>> {
  try {
    const opened = await openIdleJournal(next);
    if (!opened.ok) return { ...opened, failure: { ...opened.failure, at: order.from } };
    const ready = await makeReady(order, opened.value, place.epoch ?? 0).finally(opened.value.journal.close);
    if ('kind' in ready) return ok(ready);
    const stamp = new Date(order.now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const aside = `${order.journalFile}.replaced-${stamp}`;
    await place.put(next, aside);
    return ok({ ...ready, ...(place.isTaken ? { aside } : {}) });
  } finally {
    await place.release();
  }
}

/** Verifies the copy of the backup and makes it fit to be the journal. */
async function makeReady(order: RestoreOrder, store: Store, epochBefore: number): Promise<Restored | NotRestored> {
  const { by, from, now, language } = order;
  const audit = await store.archive.audit();
  if (audit.findings.length > 0) return { kind: 'damaged', audit };
  // Seconds of the clock: no journal is opened every second, so this is above all epochs there ever were, restorings included.
  const epoch = Math.max(store.fence.epoch, epochBefore, Math.floor(now / 1_000));
  await store.archive.raiseTo(epoch);
  await store.archive.note({ type: 'journal.restored', at: now, by, from, epoch });
  const told = await statusOf({ language }, { store, clock: { now: () => now }, isBot: false });
  return { audit, epoch, open: told.ok ? told.value.open : [] };
}

const ENDINGS = ['', '-wal', '-journal'] as const;

/** With its write-ahead log, in case it was copied from a stopped bot by hand. */
async function takeCopy(from: string, next: string): Promise<void> {
  for (const ending of ['', '-wal']) {
    await rm(`${next}${ending}`, { force: true });
    if (ending !== '' && !(await isThere(`${from}${ending}`))) continue;
    await copyFile(`${from}${ending}`, `${next}${ending}`, constants.COPYFILE_EXCL);
    await chmod(`${next}${ending}`, 0o600);
  }
}
