import { type Failure, factsOf } from '../domain/failure.js';
import type { StepEnd } from '../domain/step-end.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { type Dispatch, dispatchStep } from './dispatch-step.js';
import { pause } from './pause.js';
import { insist } from './take-up.js';
import { tokensUnderWay } from './tokens.js';
import { isVoid, neverAbsent, writeEnd } from './write-end.js';

/** How long a step that was told to stop may go on before people must be able to leave the run, in milliseconds. */
const PATIENCE = 60_000;
const ASK_EVERY = 2_000;

type Asked = Awaited<ReturnType<Inside['remote']['ask']>>;

/**
 * Ends steps on their host because somebody aborted the run. Only a host that let its claims be taken can say that a step
 * never started: then nothing that is still on its way can start it either.
 */
export async function performCancel(runId: string, ids: readonly string[], inside: Inside): Promise<void> {
  const state = inside.ledger.get(runId);
  const [first] = ids;
  if (!state || first === undefined) return;
  const dispatch = await dispatchStep(state, first, inside);
  if (!dispatch.ok) {
    await writeEnd(
      runId,
      { step: { id: first } },
      neverAbsent({ kind: 'not-started', failure: dispatch.failure }),
      inside,
    );
    return;
  }
  const giveUpAt = performance.now() + PATIENCE;
  const end = await insist(state, [dispatch.value], inside, () => stop(state, dispatch.value, giveUpAt, inside));
  await writeEnd(runId, dispatch.value, isVoid(end) ? end : neverAbsent(end), inside);
}

/** How the step stands once its host let its claims be taken. Void only when they were. */
async function stop(
  state: RunState,
  { target, order }: Dispatch,
  giveUpAt: number,
  { remote, stopping, clock }: Inside,
): Promise<StepEnd> {
  for (;;) {
    const taken = await remote.cancel(target, tokensUnderWay(state));
    const asked = await remote.ask(target, order);
    // A host that came back between the two holds no claim, and nobody has taken it yet: another try can.
    if (asked.kind !== 'running' && (taken.ok || !isVoid(asked))) return asked;
    const refusal = taken.ok || !isFinal(taken.failure) ? undefined : taken.failure;
    // E.g. what runs as another account: this one may not end it, and people must be able to leave the run.
    if (refusal || performance.now() >= giveUpAt) return unstopped(asked, clock.now(), refusal);
    await pause(ASK_EVERY, stopping);
    stopping.throwIfAborted();
  }
}

/**
 * The host itself says what it lacks, or that it listens to a newer bot: only people can change that. Whatever else went wrong
 * may go well at the next try, such as a step that takes long to end.
 */
function isFinal({ code }: Failure): boolean {
  return code === 'host.unsuitable' || code === 'host.fenced';
}

/** It could not be stopped: nobody knows how it will end, or that it will never begin. */
function unstopped(asked: Asked, lastHeardAt: number, refusal: Failure | undefined): StepEnd {
  const end = asked.kind === 'running' ? stillRunning(lastHeardAt) : neverAbsent(asked);
  if (!refusal || end.kind !== 'lost') return end;
  return { ...end, evidence: { ...end.evidence, detail: factsOf(refusal) } };
}

function stillRunning(lastHeardAt: number): StepEnd {
  const evidence = { reason: 'still-running', claimed: true, rebooted: false, lastHeardAt } as const;
  return { kind: 'lost', evidence, output: { text: '', bytes: 0, cut: false } };
}
