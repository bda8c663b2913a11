import type { Outcome } from '../domain/event.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState } from '../run/state.js';
import { allSteps, currentStep } from '../run/steps.js';
import type { Inside } from './deps.js';
import { dispatchStep } from './dispatch-step.js';
import { pause } from './pause.js';
import { tokensLeft } from './tokens.js';

/** How long the end of a run waits for its hosts to give up its lock, in milliseconds; then people are told of it. */
const UNLOCK_PATIENCE = 8_000;

/**
 * Takes the run's lock off its hosts and closes it; what was delivered there and has not begun never will. A host that does not
 * answer, or on which a step goes on, keeps the lock, and the event says so.
 */
export async function closeRun(runId: string, outcome: Outcome, inside: Inside): Promise<void> {
  const { ledger, clock } = inside;
  const state = ledger.get(runId);
  if (!state) return;
  const targets = lockedTargets(state);
  const locked = targets.length === 0 ? [] : await unlock(state, targets, inside, expectQuiet);
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

type Before = (state: RunState, target: Target, inside: Inside) => Promise<Result<void>>;

/** Whoever took the run over must not be surprised by a host that goes on with it. */
const forbidRest: Before = async (state, target, { remote }) => {
  const tokens = tokensLeft(state, target.name);
  return tokens.length === 0 ? ok(undefined) : remote.forbid(target, tokens);
};

/** The same; and fails while the step whose end is unknown goes on there: nothing may work on the host beside it. */
const expectQuiet: Before = async (state, target, inside) => {
  const forbidden = await forbidRest(state, target, inside);
  const lost = currentStep(state);
  if (!forbidden.ok || lost?.status !== 'lost') return forbidden;
  const dispatch = await dispatchStep(state, lost.id, inside);
  if (!dispatch.ok || dispatch.value.target.name !== target.name) return forbidden;
  const asked = await inside.remote.ask(target, dispatch.value.order);
  return asked.kind === 'running' ? failed({ code: 'step.running', at: lost.id }) : forbidden;
};

/**
 * Takes the run's lock off its targets once what comes `before` went well there; returns the names of those that did not give it
 * up in time.
 */
export async function unlock(
  state: RunState,
  targets: readonly Target[],
  inside: Inside,
  before = forbidRest,
): Promise<readonly string[]> {
  const left = new Set(targets.map(({ name }) => name));
  const lock = { system: state.request.plan.name, run: state.id };
  const all = targets.map(async (target) => {
    const ready = await before(state, target, inside);
    const unlocked = ready.ok ? await inside.remote.unlock(target, lock) : ready;
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
