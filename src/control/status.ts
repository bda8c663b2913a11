import { ok, type Result } from '../domain/result.js';
import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import { replay } from '../run/reduce.js';
import type { RunState } from '../run/state.js';
import { JournalDamaged } from '../store/chain.js';
import { moveNext } from '../view/status-line.js';
import type { DeskDeps, Journals } from './desk.js';
import type { OpenRun, Status } from './question.js';

const NOTES = 5;

/** Every run that is not closed, oldest first, and what operators did lately. */
export async function statusOf(
  { language }: { readonly language: Language },
  { store, clock, isBot }: Pick<DeskDeps, 'store' | 'clock' | 'isBot'>,
): Promise<Result<Status>> {
  const { states, damaged } = await openStates(store);
  const open = states.map((state) => openRun(state, language, { now: clock.now(), isBot }));
  return ok({ open, damaged, notes: await store.archive.notes(NOTES) });
}

/** One damaged run must not hide the others. */
export async function openStates({ journal }: Journals) {
  const states: RunState[] = [];
  const damaged: string[] = [];
  for (const run of await journal.openRuns()) {
    try {
      const state = replay(await journal.read(run));
      if (state) states.push(state);
    } catch (error) {
      if (!(error instanceof JournalDamaged)) throw error;
      damaged.push(run);
    }
  }
  return { states, damaged };
}

function openRun(state: RunState, language: Language, at: { readonly now: Instant; readonly isBot: boolean }): OpenRun {
  const { request, requestedBy, decision } = state;
  return {
    ...{ run: state.id, system: request.plan.name, scheme: request.scheme.key, phase: state.phase },
    since: state.progressAt,
    by: state.names[requestedBy] ?? requestedBy,
    reason: request.reason,
    requestedAt: state.requestedAt,
    ...(decision?.verdict === 'approved' ? { holdsSince: decision.at } : {}),
    next: moveNext(state, language, at),
    timezone: request.plan.timezone,
  };
}
