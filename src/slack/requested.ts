import { openRuns } from '../../commands/request-dialog.js';
import type { RunState } from '../run/state.js';
import { notEndedMessage, queuedMessage } from '../view/queue.js';
import type { Ends } from '../view/request-modal.js';
import { schemeTitle } from '../view/scene.js';
import { words } from '../view/words/words.js';
import { isStanding } from './actions/choose.js';
import type { Asker, Desk } from './desk.js';
import { tellPrivately } from './tell.js';

/** A request that waits for others: the person is told its place, and who holds the system. */
export async function tellIfQueued(desk: Desk, asker: Asker, requested: RunState): Promise<void> {
  // What it waited for may have ended meanwhile.
  const state = (await desk.engine.run(requested.id)) ?? requested;
  if (state.phase !== 'queued') return;
  const system = desk.engine.systems().find(({ plan }) => plan.name === state.request.plan.name);
  const all = system ? openRuns(system, desk.engine) : [];
  const ahead = all.filter(({ id, requestedAt }) => id !== state.id && requestedAt <= state.requestedAt);
  await tellPrivately(desk, asker, queuedMessage(state, ahead, desk.languageIn(asker.channel)));
}

/** Ends the run that a new request follows. The request is open already: should this be refused, it waits in the queue. */
export async function endBefore(desk: Desk, asker: Asker, ends: Ends | undefined, next: RunState): Promise<void> {
  const before = ends && (await desk.engine.run(ends.run));
  if (!before || !isStanding(before, ends.since, 'give-up')) return;
  const { scheme, reason, language } = next.request;
  const why = words(language).ways.endReason(schemeTitle(scheme, language), reason);
  const choice = { kind: 'give-up', reason: why } as const;
  const ended = await desk.engine.choose({ runId: before.id, by: asker.by, choice, seen: Number(ends.since) });
  if (ended.ok) return;
  await tellPrivately(desk, asker, notEndedMessage(before, ended.failure, desk.languageIn(asker.channel)));
}
