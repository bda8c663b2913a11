import type { StepEnd } from '../domain/step-end.js';
import { nameOf } from '../run/names.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import type { Dispatch } from './dispatch-step.js';
import type { HostLock } from './ports.js';
import { withVerdict } from './verdict.js';
import { isVoid, neverAbsent, writeEnd, writeVoid } from './write-end.js';

/** `sent-before`: nobody but the host itself can say any more that a step never started. */
export type Delivery = 'first' | 'sent-before';

/**
 * Ensures steps on their host and writes each end down as it comes. Returns the end that says that the host could not be
 * reached at all, which is no end of the step; undefined when everything that can be known is written.
 */
export async function ensureSegment(
  state: RunState,
  dispatches: readonly Dispatch[],
  delivery: Delivery,
  inside: Inside,
): Promise<StepEnd | undefined> {
  const [first] = dispatches;
  if (!first) return undefined;
  const byToken = new Map(dispatches.map((dispatch) => [dispatch.order.token, dispatch]));
  let silent: StepEnd | undefined;
  let written = Promise.resolve();
  const onEnd = (token: string, end: StepEnd) => {
    const dispatch = byToken.get(token);
    if (!dispatch) return;
    if (isSilent(end)) silent = end;
    else written = written.then(() => tell(state.id, dispatch, end, delivery, inside));
  };
  const orders = dispatches.map(({ order }) => order);
  await inside.remote.ensure(first.target, { orders, lock: lockOf(state) }, { signal: inside.stopping, onEnd });
  await written;
  return silent;
}

/** What could not be written is heard again at the next look; until then nothing that came after it can be written either. */
async function tell(
  runId: string,
  dispatch: Dispatch,
  end: StepEnd,
  delivery: Delivery,
  inside: Inside,
): Promise<void> {
  const isFirst = delivery === 'first';
  try {
    // "Ensure" would have started it, unless something had voided its claim before.
    if (!isFirst && isVoid(end)) await writeVoid(runId, dispatch, inside);
    else await writeEnd(runId, dispatch, await withVerdict(isFirst ? end : neverAbsent(end), dispatch, inside), inside);
  } catch (error) {
    inside.log.error({ err: error, run: runId, step: dispatch.step.id }, "a step's end could not be written yet");
  }
}

/** What says to others on the host that the run has it: who asked for it and why, and since when it may begin. */
export function lockOf(state: RunState): HostLock {
  const { request, decision, requestedBy, requestedAt, id } = state;
  return {
    system: request.plan.name,
    run: id,
    by: nameOf(state, requestedBy),
    reason: request.reason,
    since: decision?.at ?? requestedAt,
  };
}

/** The host could not be reached, and nothing was sent to it. */
export function isSilent(end: StepEnd): boolean {
  return end.kind === 'not-started' && end.failure.code === 'ssh.unreachable';
}
