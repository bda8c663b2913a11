import { failed, ok } from '../domain/result.js';
import type { StepEnd } from '../domain/step-end.js';
import type { RunState } from '../run/state.js';
import { activeSteps, isUnderWay } from '../run/steps.js';
import type { Inside } from './deps.js';
import { sha256 } from './digest.js';
import { type Dispatch, dispatchStep } from './dispatch-step.js';
import { ensureSegment } from './ensure-segment.js';
import { pause } from './pause.js';
import { takeUp } from './take-up.js';
import { neverAbsent, statusOf, writeEnd } from './write-end.js';

const ASK_EVERY = 2_000;
/** How long an unreachable host is tried before a step counts as not started. */
const START_PATIENCE = 20_000;

/** Starts a segment, or takes up one that was sent before, and writes down how its steps ended. */
export async function performSteps(runId: string, ids: readonly string[], inside: Inside): Promise<void> {
  const state = inside.ledger.get(runId);
  const [first] = ids;
  if (!state || first === undefined) return;
  const isSent = activeSteps(state).some((step) => step.id === first && isUnderWay(step));
  const dispatches: Dispatch[] = [];
  for (const id of ids) {
    const dispatch = await dispatchStep(state, id, inside);
    if (dispatch.ok) dispatches.push(dispatch.value);
    else if (id === first) {
      const end: StepEnd = { kind: 'not-started', failure: dispatch.failure };
      await writeEnd(runId, { step: { id } }, isSent ? neverAbsent(end) : end, inside);
      return;
    } else break;
  }
  await (isSent ? takeUp(state, dispatches, inside) : start(state, dispatches, inside));
}

/** Sends steps that nobody sent before; sends nothing when it must not be sent now. */
async function start(state: RunState, dispatches: readonly Dispatch[], inside: Inside): Promise<void> {
  const { ledger, stopping } = inside;
  const [first] = dispatches;
  if (!first) return;
  if (first.unreadable) {
    await writeEnd(state.id, first, { kind: 'not-started', failure: first.unreadable }, inside);
    return;
  }
  // A step whose secret cannot be read must not start behind the others either.
  const bar = dispatches.findIndex(({ unreadable }) => unreadable);
  const ready = bar === -1 ? dispatches : dispatches.slice(0, bar);
  // Without a durable intent nothing is sent; nor when somebody said stop meanwhile.
  const mayStart = await writeIntent(state.id, ready, inside);
  if (!mayStart || stopping.aborted || ledger.get(state.id)?.abort) return;
  // By a clock that nobody sets: a bot whose time is corrected meanwhile gives up no host early.
  const giveUpAt = performance.now() + START_PATIENCE;
  for (;;) {
    const silent = await ensureSegment(state, ready, 'first', inside);
    // Something ended: whatever is left is taken up at the next look.
    if (!silent || statusOf(ledger.get(state.id), first.step.id) !== 'running') return;
    // Nothing was sent, so it may be tried again; a host that restarts its sshd is back in seconds.
    if (performance.now() >= giveUpAt || ledger.get(state.id)?.abort) {
      await writeEnd(state.id, first, silent, inside);
      return;
    }
    await pause(ASK_EVERY, stopping);
    // After a restart the step is taken up: from then on nobody can prove that it was never sent.
    stopping.throwIfAborted();
  }
}

async function writeIntent(runId: string, dispatches: readonly Dispatch[], inside: Inside): Promise<boolean> {
  const { ledger, clock, stopping } = inside;
  const intent = await ledger.append(runId, (now) => {
    const isMoving = now.phase === 'running' || now.phase === 'restoring';
    const isPending = dispatches.every(({ step }) => statusOf(now, step.id) === 'pending');
    if (!isMoving || !isPending || now.abort || stopping.aborted) return failed({ code: 'request.stale', at: runId });
    const steps = dispatches.map(({ step, order }) => ({
      ...{ step: step.id, token: order.token },
      scriptDigest: sha256(order.script.text),
    }));
    return ok({ type: 'steps.sent', at: clock.now(), target: dispatches[0]?.target.name ?? '', steps });
  });
  return intent.ok;
}
