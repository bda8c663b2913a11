import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failed, ok, type Result } from '../domain/result.js';
import type { Milliseconds } from '../domain/time.js';
import type { Clock } from '../engine/ports.js';
import { replay } from '../run/reduce.js';
import { JournalDamaged } from '../store/chain.js';
import type { Store } from '../store/open-journal.js';
import { recordOf } from '../view/record.js';
import { breakLock } from './break-lock.js';
import { type Hosts, lockOf } from './locks.js';
import type { Anchored, Answers, Desk, Question } from './question.js';
import { statusOf } from './status.js';

export type Journals = Pick<Store, 'journal' | 'archive'>;

/** What the answers are taken from. */
export type DeskDeps = {
  readonly store: Journals;
  readonly journalFile: string;
  readonly hosts: Hosts;
  readonly clock: Clock;
  /** A bot carries out the runs of this journal while it is asked. */
  readonly isBot: boolean;
};

type Asked<Name extends Question['ask']> = Extract<Question, { ask: Name }>;

/** Answers operators from the journal that this process holds. */
export function createDesk(deps: DeskDeps): Desk {
  const answer = (question: Question): Promise<Result<Answers[Question['ask']]>> => {
    switch (question.ask) {
      case 'status':
        return statusOf(question, deps);
      case 'audit':
        return audit(question, deps);
      case 'record':
        return record(question, deps);
      case 'copy':
        return copy(deps);
      case 'lock':
        return lockOf(question.system, deps.store, deps.hosts);
      case 'break':
        return breakLock(question, deps);
    }
  };
  return {
    async ask<Q extends Question>(question: Q) {
      try {
        // Each question has its own kind of answer, which TypeScript cannot follow through the switch.
        return (await answer(question)) as Result<Answers[Q['ask']]>;
      } catch (error) {
        return failed({ code: codeOf(error), at: placeOf(error, deps), detail: String(error) });
      }
    },
  };
}

function codeOf(error: unknown) {
  return error instanceof JournalDamaged ? 'journal.damaged' : 'input.invalid';
}

function placeOf(error: unknown, { journalFile }: DeskDeps): string {
  return error instanceof JournalDamaged ? error.runId : journalFile;
}

async function audit({ run, anchor }: Asked<'audit'>, { store }: DeskDeps): Promise<Result<Answers['audit']>> {
  const found = await store.archive.audit(run);
  if (run !== undefined && found.runs === 0 && found.findings.length === 0)
    return failed({ code: 'run.unknown', at: run });
  if (run === undefined || found.findings.length > 0) return ok(found);
  const hashes = (await store.journal.read(run)).map(({ hash }) => hash);
  const head = hashes.at(-1) ?? '';
  return ok({ ...found, head, ...(anchor === undefined ? {} : { anchored: anchored(hashes, anchor) }) });
}

function anchored(hashes: readonly string[], anchor: string): Anchored {
  const at = hashes.indexOf(anchor.toLowerCase());
  if (at < 0) return { kind: 'absent' };
  const after = hashes.length - at - 1;
  return after === 0 ? { kind: 'last', events: hashes.length } : { kind: 'within', events: at + 1, after };
}

async function record(
  { run, events: count, language }: Asked<'record'>,
  { store }: DeskDeps,
): Promise<Result<Answers['record']>> {
  const events = await store.journal.read(run);
  const state = replay(events.slice(0, count));
  if (!state) return failed({ code: 'run.unknown', at: run });
  if (count !== undefined && count > events.length) {
    return failed({ code: 'input.invalid', at: '--events', detail: `run ${run} has ${events.length} events` });
  }
  if (state.phase !== 'closed') return failed({ code: 'record.open', at: run });
  return ok({ content: recordOf(state, language ? { language } : {}) });
}

/** Beside the journal, because a bot may be allowed to write nowhere else. */
async function copy({ store, journalFile }: DeskDeps): Promise<Result<Answers['copy']>> {
  await removeLeftCopies(journalFile);
  const file = `${journalFile}${COPY}${randomBytes(4).toString('hex')}`;
  await store.archive.copyTo(file);
  return ok({ file });
}

const COPY = '.copy-';
const LEFT_AFTER: Milliseconds = 3_600_000;

/** Whoever asked takes its copy away at once; one that is still here belongs to nobody. */
async function removeLeftCopies(journalFile: string): Promise<void> {
  const folder = dirname(journalFile);
  const copies = (await readdir(folder)).filter((name) => name.startsWith(`${basename(journalFile)}${COPY}`));
  for (const name of copies) {
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > LEFT_AFTER) await rm(join(folder, name), { force: true });
  }
}
