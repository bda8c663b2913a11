import type { Outcome } from '../domain/event.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import type { Inside } from './deps.js';
import { pause } from './pause.js';
import { tokensLeft } from './tokens.js';

/** How long the end of a run waits for its hosts to give up its lock, in milliseconds; then people are told of it. */
const UNLOCK_PATIENCE = 8_000;

/**
 * Takes the run's lock off its hosts and closes it; what was delivered there and has not begun never will. A host that does not
 * answer keeps the lock, and the event says so.
 */
export async function closeRun(runId: string, outcome: Outcome, inside: Inside): Promise<void> {
  const { ledger, clock } = inside;
  const state = ledger.get(runId);
  if (!state) return;
  const targets = lockedTargets(state);
  const locked = targets.length === 0 ? [] : await unlock(state, targets, inside);
  await ledger.append(runId, (now) =>
    now.phase === 'closing'
      ? ok({ type: 'run.closed', at: clock.now(), outcome, ...(locked.length > 0 ? { locked } : {}) })
      : failed({ code: 'request.stale', at: runId }),
  );
}

/** Hosts to which a step of the run may have been sent. */
function lockedTargets(state: RunState): readonly Target[] {
  const sent = allSteps(state).filter(({ token, attempt }) => token !== undefined || attempt > 1);
  const names = new Set(sent.flatMap(({ id }) => plannedStep(state.request, id)?.target ?? []));
  return [...names].flatMap((name) => state.request.targets[name] ?? []);
}

/** Whoever took the run over must not be surprised by a host that goes on with it. */
async function forbidRest(state: RunState, target: Target, { remote }: Inside): Promise<Result<void>> {
  const tokens = tokensLeft(state, target.name);
  return tokens.length === 0 ? ok(undefined) : remote.forbid(target, tokens);
}

/** Takes the run's lock off its targets; returns the names of those that did not give it up in time. */
export async function unlock(state: RunState, targets: readonly Target[], inside: Inside): Promise<readonly string[]> {
  const left = new Set(targets.map(({ name }) => name));
  const lock = { system: state.request.plan.name, run: state.id };
  const all = targets.map(async (target) => {
    const forbidden = await forbidRest(state, target, inside);
    const unlocked = forbidden.ok ? await inside.remote.unlock(target, lock) : forbidden;
    // Another run's lock is not ours to speak of.
    if (unlocked.ok || unlocked.failure.code === 'host.locked') left.delete(target.name);
    else inside.log.warn({ run: state.id, failure: unlocked.failure }, 'the lock of the run is still on a host');
  });
  const over = new AbortController();
  const stop = () => over.abort();
  inside.stopping.addEventListener('abort', stop);
  await Promise.race([Promise.all(all), pause(UNLOCK_PATIENCE, over.signal)]);
  inside.stopping.removeEventListener('abort', stop);
  over.abort();
  // Not closed in a hurry: the next start tries again.
  inside.stopping.throwIfAborted();
  return [...left];
}
