import type { Failure } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { StepEnd } from '../domain/step-end.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { sha256 } from './digest.js';
import { type Dispatch, dispatchStep } from './dispatch-step.js';
import { pause } from './pause.js';
import { neverAbsent, statusOf, writeEnd } from './write-end.js';

/** How long beyond its deadline a silent host is asked about a step that may run there, in milliseconds. */
const PATIENCE = 60_000;
const ASK_EVERY = 2_000;
/** How long an unreachable host is tried before a step counts as not started. */
const START_PATIENCE = 20_000;

/** Starts a step, or takes up one that was started before, and writes down how it ended. */
export async function performStep(runId: string, stepId: string, inside: Inside): Promise<void> {
  const state = inside.ledger.get(runId);
  if (!state) return;
  const dispatch = await dispatchStep(state, stepId, inside);
  const sentBefore = statusOf(state, stepId) === 'running';
  if (!dispatch.ok) {
    const end = notStarted(dispatch.failure);
    return writeEnd(runId, stepId, sentBefore ? neverAbsent(end) : end, [], inside);
  }
  const end = sentBefore ? await takeUp(state, dispatch.value, inside) : await start(state, dispatch.value, inside);
  if (end) await writeEnd(runId, stepId, end, dispatch.value.secrets, inside);
}

/** Sends a step that nobody sent before; undefined when it must not be sent now. */
async function start(state: RunState, dispatch: Dispatch, inside: Inside): Promise<StepEnd | undefined> {
  const { ledger, stopping, clock } = inside;
  if (dispatch.unreadable) return notStarted(dispatch.unreadable);
  // Without a durable intent nothing is sent; nor when somebody said stop meanwhile.
  const mayStart = await writeIntent(state.id, dispatch, inside);
  if (!mayStart || stopping.aborted || ledger.get(state.id)?.abort) return undefined;
  const giveUpAt = clock.now() + START_PATIENCE;
  for (;;) {
    const end = await ensure(state, dispatch, inside);
    // Nothing was sent, so it may be tried again; a host that restarts its sshd is back in seconds.
    const isOver = !isSilent(end) || clock.now() >= giveUpAt || ledger.get(state.id)?.abort;
    if (isOver) return end;
    await pause(ASK_EVERY, stopping);
    // After a restart the step is taken up: from then on nobody can prove that it was never sent.
    stopping.throwIfAborted();
    if (ledger.get(state.id)?.abort) return end;
  }
}

/**
 * After a restart. "Ensure" would start a step that never reached its host; without its secrets, after an abort, or when
 * the approval has aged, it is only looked at.
 */
async function takeUp(state: RunState, dispatch: Dispatch, inside: Inside): Promise<StepEnd> {
  const { unreadable, step } = dispatch;
  const { ledger, clock } = inside;
  const startedAt = state.steps.find(({ id }) => id === step.id)?.startedAt ?? 0;
  const isOld = clock.now() - startedAt > state.request.approvalValidFor;
  const attempt = () => {
    const mayStart = !unreadable && !isOld && !ledger.get(state.id)?.abort;
    return mayStart ? ensure(state, dispatch, inside) : look(state, dispatch, inside);
  };
  return neverAbsent(await insist(state, dispatch, inside, attempt));
}

/** How a step stands on its host; listens to it when it still runs. Never starts it. */
async function look(state: RunState, dispatch: Dispatch, inside: Inside): Promise<StepEnd> {
  const asked = await inside.remote.ask(dispatch.target, dispatch.order);
  // It holds its claim, so "ensure" can only attach.
  return asked.kind === 'running' ? ensure(state, dispatch, inside) : asked;
}

/** Ensures one step as a segment of its own. */
async function ensure(
  { id, request, requestedBy, requestedAt, decision }: RunState,
  { target, order }: Dispatch,
  { remote, stopping }: Inside,
): Promise<StepEnd> {
  const since = decision?.at ?? requestedAt;
  const lock = { system: request.plan.name, run: id, by: requestedBy, reason: request.reason, since };
  const ends: StepEnd[] = [];
  const onEnd = (_: string, end: StepEnd) => void ends.push(end);
  await remote.ensure(target, { orders: [order], lock }, { signal: stopping, onEnd });
  await remote.unlock(target, lock);
  return ends[0] ?? notStarted({ code: 'host.command-failed', at: target.name, detail: 'no end' });
}

function notStarted(failure: Failure): StepEnd {
  return { kind: 'not-started', failure };
}

async function writeIntent(runId: string, { step: { id: step }, order }: Dispatch, inside: Inside): Promise<boolean> {
  const intent = await inside.ledger.append(runId, (now) => {
    const mayStart = now.phase === 'running' && !now.abort && statusOf(now, step) === 'pending';
    if (!mayStart || inside.stopping.aborted) return failed({ code: 'request.stale', at: runId });
    const scriptDigest = sha256(order.script.text);
    return ok({ type: 'step.started', at: inside.clock.now(), step, token: order.token, scriptDigest });
  });
  return intent.ok;
}

/**
 * Ends a step on its host because somebody aborted the run. Only a host that let its claim be taken can say that the
 * step never started: then nothing that is still on its way can start it either.
 */
export async function performCancel(runId: string, stepId: string, inside: Inside): Promise<void> {
  const { ledger, remote, stopping } = inside;
  const state = ledger.get(runId);
  if (!state) return;
  const dispatch = await dispatchStep(state, stepId, inside);
  if (!dispatch.ok) return writeEnd(runId, stepId, neverAbsent(notStarted(dispatch.failure)), [], inside);
  const { target, order, secrets } = dispatch.value;
  let isVoid = false;
  const giveUpAt = inside.clock.now() + PATIENCE;
  const end = await insist(state, dispatch.value, inside, async () => {
    for (;;) {
      isVoid = (await remote.cancel(target, [order.token])).ok;
      const asked = await remote.ask(target, order);
      if (asked.kind !== 'running') return asked;
      // E.g. what runs as another account: this one may not end it, and people must be able to leave the run.
      if (inside.clock.now() >= giveUpAt) return stillRunning(inside.clock.now());
      await pause(ASK_EVERY, stopping);
      stopping.throwIfAborted();
    }
  });
  const isCertain = end.kind !== 'not-started' || (isVoid && end.failure.code === 'host.command-failed');
  await writeEnd(runId, stepId, isCertain ? end : neverAbsent(end), secrets, inside);
}

/** Told to stop, and it goes on: nobody knows how it will end. */
function stillRunning(lastHeardAt: number): StepEnd {
  const evidence = { reason: 'still-running', claimed: true, rebooted: false, lastHeardAt } as const;
  return { kind: 'lost', evidence, output: { text: '', bytes: 0, cut: false } };
}

/** Asks a host that does not answer again and again until the step's deadline is long past: the step may be running there. */
async function insist(
  state: RunState,
  { step }: Dispatch,
  inside: Inside,
  ask: () => Promise<StepEnd>,
): Promise<StepEnd> {
  const { stopping, clock } = inside;
  const startedAt = state.steps.find(({ id }) => id === step.id)?.startedAt ?? clock.now();
  const giveUpAt = Math.max(startedAt + step.deadline, clock.now()) + PATIENCE;
  for (;;) {
    const end = await ask();
    if (!isSilent(end) || clock.now() >= giveUpAt) return end;
    await pause(ASK_EVERY, stopping);
    stopping.throwIfAborted();
  }
}

function isSilent(end: StepEnd): boolean {
  return end.kind === 'not-started' && end.failure.code === 'ssh.unreachable';
}

/** Asks the host once more about a step whose end is unknown. Fails when it cannot be asked at all. */
export async function performAsk(runId: string, stepId: string, inside: Inside): Promise<Result<void>> {
  const state = inside.ledger.get(runId);
  if (!state) return failed({ code: 'run.unknown', at: runId });
  const dispatch = await dispatchStep(state, stepId, inside);
  if (!dispatch.ok) return dispatch;
  // What somebody stopped is stopped before it is listened to.
  if (state.abort) await inside.remote.cancel(dispatch.value.target, [dispatch.value.order.token]);
  const end = neverAbsent(await look(state, dispatch.value, inside));
  await writeEnd(runId, stepId, end, dispatch.value.secrets, inside);
  return ok(undefined);
}
