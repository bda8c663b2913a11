import type { Instant, Milliseconds } from '../../domain/time.js';
import type { Phase, RunState } from '../../run/state.js';
import { createAlarm } from '../alarm.js';
import { createCalm } from './calm.js';
import { converge } from './converge.js';
import { createMemory, type Memory } from './memory.js';
import { createPosted } from './posted.js';
import type { Setting } from './setting.js';

/** One run being shown. */
export type RunProjection = {
  readonly channels: () => readonly string[];
  /** False when it has ended and cannot show this any more. An older state than the one shown is ignored. */
  update(state: RunState): boolean;
  /** Looks again now, whatever it waits for, also whether its messages are still there. */
  lookAgain(): void;
  /** Settles as soon as Slack shows the newest state, or after `stop`. */
  settled(): Promise<void>;
  stop(): void;
  /** Settles when the run is closed and Slack shows all of it, or after `stop`. Never rejects. */
  readonly finished: Promise<void>;
};

const TICK: Milliseconds = 5_000;
const SLOW_TICK: Milliseconds = 30_000;
const LOOK_AGAIN: Milliseconds = 5_000;
const MOVING: readonly Phase[] = ['preparing', 'running', 'verifying', 'closing'];

/**
 * Keeps Slack converging to the newest state of one run. A call under way is waited for: its ts must be kept. `isTakenUp`: an
 * earlier process may have posted what is not in the store.
 */
export function projectRun(setting: Setting, first: RunState, isTakenUp = false): RunProjection {
  const alarm = createAlarm();
  const calm = createCalm();
  let state = first;
  let stopped = false;

  const memory = createMemory(createPosted(first.id, setting.store, setting.log), isTakenUp);

  async function keepShowing(): Promise<void> {
    while (!stopped) {
      const seen = state;
      const next = await showOnce(setting, memory, { first, state: () => state, isStopped: () => stopped });
      if (seen !== state) continue;
      const isShown = next === undefined;
      if (isShown) calm.reached();
      // Set in the same breath as the decision: an update from here on needs a new projection.
      stopped ||= isShown && state.phase === 'closed';
      if (!stopped) await alarm.wait(waitFor(state, next, setting.clock.now()));
    }
  }

  return {
    channels: () => [state.request.channel, ...(state.incident ? [state.incident.channel] : [])],
    update(newer) {
      if (stopped) return false;
      if (newer.revision < state.revision) return true;
      state = newer;
      calm.left();
      alarm.ring();
      return true;
    },
    lookAgain() {
      memory.doubtedAt = setting.clock.now();
      alarm.ring();
    },
    settled: calm.wait,
    stop() {
      stopped = true;
      calm.reached();
      alarm.ring();
    },
    finished: keepShowing(),
  };
}

type Showing = { readonly first: RunState; readonly state: () => RunState; readonly isStopped: () => boolean };

/** The instant of the next try; undefined when Slack shows all of it. */
async function showOnce(setting: Setting, memory: Memory, showing: Showing): Promise<Instant | undefined> {
  const { first, state, isStopped } = showing;
  try {
    await memory.posted.load();
    doubt(setting, memory, first);
    return await converge(setting, memory, state, isStopped);
  } catch (error) {
    setting.log.error({ err: error, run: first.id }, 'could not show a run; looking again soon');
    return setting.clock.now() + LOOK_AGAIN;
  }
}

/** What was due before the restart may be in Slack already: the process may have ended before it could note where. */
function doubt({ render, clock }: Setting, memory: Memory, state: RunState): void {
  if (!memory.isTakenUp) return;
  memory.isTakenUp = false;
  const { posted, doubtful } = memory;
  const delivered = posted.keys();
  for (const { key } of render(state, { now: clock.now(), delivered })) if (!delivered.has(key)) doubtful.add(key);
}

function waitFor(state: RunState, next: Instant | undefined, now: Instant): Milliseconds {
  const tick = MOVING.includes(state.phase) ? TICK : SLOW_TICK;
  return next === undefined ? tick : Math.min(tick, Math.max(next - now, 20));
}
