import type { Failure } from '../domain/failure.js';
import { failed, ok } from '../domain/result.js';
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

/** Starts a step, or takes up one that was started before, and writes down how it ended. */
export async function performStep(runId: string, stepId: string, inside: Inside): Promise<void> {
  const { ledger, remote, stopping } = inside;
  const state = ledger.get(runId);
  if (!state) return;
  const sentBefore = statusOf(state, stepId) === 'running';
  const dispatch = await dispatchStep(state, stepId, inside);
  if (!dispatch.ok) return writeEnd(runId, stepId, refused(dispatch, sentBefore), [], inside);
  const { order, target, secrets } = dispatch.value;
  // Without a durable intent nothing is sent; nor when somebody said stop meanwhile.
  const maySend = sentBefore || (await writeIntent(runId, stepId, dispatch.value, inside));
  if (!maySend || stopping.aborted || ledger.get(runId)?.abort) return;
  const ensure = () => remote.ensure(target, order, stopping);
  const end = sentBefore ? neverAbsent(await insist(state, dispatch.value, inside, ensure)) : await ensure();
  await writeEnd(runId, stepId, end, secrets, inside);
}

async function writeIntent(runId: string, step: string, { order }: Dispatch, inside: Inside): Promise<boolean> {
  const intent = await inside.ledger.append(runId, (now) => {
    const mayStart = now.phase === 'running' && !now.abort && statusOf(now, step) === 'pending';
    if (!mayStart || inside.stopping.aborted) return failed({ code: 'request.stale', at: runId });
    const scriptDigest = sha256(order.script.text);
    return ok({ type: 'step.started', at: inside.clock.now(), step, token: order.token, scriptDigest });
  });
  return intent.ok;
}

/** Ends a step on its host because somebody aborted the run; a step that the host never heard of stays unstarted. */
export async function performCancel(runId: string, stepId: string, inside: Inside): Promise<void> {
  const { ledger, remote, stopping } = inside;
  const state = ledger.get(runId);
  if (!state) return;
  const dispatch = await dispatchStep(state, stepId, inside);
  if (!dispatch.ok) return writeEnd(runId, stepId, refused(dispatch, true), [], inside);
  const { target, order, secrets } = dispatch.value;
  const end = await insist(state, dispatch.value, inside, async () => {
    await remote.cancel(target, order.token);
    const asked = await remote.ask(target, order);
    return asked.kind === 'running' ? remote.ensure(target, order, stopping) : asked;
  });
  await writeEnd(runId, stepId, isFromHost(end) ? end : neverAbsent(end), secrets, inside);
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

/** Only the host itself can say that it never heard of a step. */
function isFromHost(end: StepEnd): boolean {
  return end.kind !== 'not-started' || !end.failure.code.startsWith('ssh.');
}

/** Asks the host once more about a step whose end is unknown; attaches to it when it still runs. Never starts it. */
export async function performAsk(runId: string, stepId: string, inside: Inside): Promise<void> {
  const { ledger, remote, stopping } = inside;
  const state = ledger.get(runId);
  const dispatch = state && (await dispatchStep(state, stepId, inside));
  if (!dispatch?.ok) return;
  const { target, order, secrets } = dispatch.value;
  const asked = await remote.ask(target, order);
  const end = asked.kind === 'running' ? await remote.ensure(target, order, stopping) : asked;
  await writeEnd(runId, stepId, neverAbsent(end), secrets, inside);
}

/** A step that could not be prepared did not start, unless it was sent before: then nobody knows. */
function refused({ failure }: { readonly failure: Failure }, sentBefore: boolean): StepEnd {
  const end: StepEnd = { kind: 'not-started', failure };
  return sentBefore ? neverAbsent(end) : end;
}
