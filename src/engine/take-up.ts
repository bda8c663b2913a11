import type { StepEnd } from '../domain/step-end.js';
import type { RunState } from '../run/state.js';
import { activeSteps } from '../run/steps.js';
import type { Inside } from './deps.js';
import type { Dispatch } from './dispatch-step.js';
import { ensureSegment, isSilent } from './ensure-segment.js';
import { pause } from './pause.js';
import { isVoid, neverAbsent, writeEnd, writeVoid } from './write-end.js';

/** How long beyond its deadlines a silent host is asked about steps that may run there, in milliseconds. */
const PATIENCE = 60_000;
const ASK_EVERY = 2_000;

/**
 * After a restart. "Ensure" would start steps that never reached their host; without their secrets, after an abort, or when
 * the approval has aged, what has not begun is forbidden there first, and only what began is listened to.
 */
export async function takeUp(state: RunState, dispatches: readonly Dispatch[], inside: Inside): Promise<void> {
  const [first] = dispatches;
  if (!first) return;
  const isAged = inside.clock.now() - startOf(state, first) > state.request.approvalValidFor;
  const isReady = dispatches.every(({ unreadable }) => !unreadable);
  const attempt = () => {
    const mayStart = isReady && !isAged && !inside.ledger.get(state.id)?.abort;
    return mayStart ? ensureSegment(state, dispatches, 'sent-before', inside) : forbid(state, dispatches, inside);
  };
  const silent = await insist(state, dispatches, inside, attempt);
  if (silent) await writeEnd(state.id, first, neverAbsent(silent), inside);
}

/** What has not begun never will; the first step is listened to when it did begin. */
async function forbid(state: RunState, dispatches: readonly Dispatch[], inside: Inside): Promise<StepEnd | undefined> {
  const { remote } = inside;
  const [first] = dispatches;
  if (!first) return undefined;
  const tokens = dispatches.map(({ order }) => order.token);
  const forbidden = await remote.forbid(first.target, tokens);
  if (!forbidden.ok) return { kind: 'not-started', failure: forbidden.failure };
  const asked = await remote.ask(first.target, first.order);
  if (asked.kind === 'running') {
    await voidUnbegun(state.id, dispatches.slice(1), inside);
    // It holds its claim, so "ensure" can only attach.
    return ensureSegment(state, [first], 'sent-before', inside);
  }
  if (isSilent(asked)) return asked;
  // The host itself said that nobody can start it any more; then nobody can start what comes behind it either.
  if (isVoid(asked)) for (const dispatch of dispatches.toReversed()) await writeVoid(state.id, dispatch, inside);
  else await writeEnd(state.id, first, neverAbsent(asked), inside);
  return undefined;
}

/** What the host holds as void of these needs another token for its turn; the last one first. */
export async function voidUnbegun(runId: string, dispatches: readonly Dispatch[], inside: Inside): Promise<void> {
  for (const dispatch of dispatches.toReversed()) {
    const asked = await inside.remote.ask(dispatch.target, dispatch.order);
    if (isVoid(asked)) await writeVoid(runId, dispatch, inside);
  }
}

/** Asks a host that does not answer again and again until all its steps must be over: they may be running there. */
export async function insist<End extends StepEnd | undefined>(
  state: RunState,
  dispatches: readonly Dispatch[],
  { stopping, clock }: Inside,
  ask: () => Promise<End>,
): Promise<End> {
  const [first] = dispatches;
  const startedAt = first ? startOf(state, first) : clock.now();
  const span = dispatches.reduce((sum, { order }) => sum + order.script.deadline, 0);
  // How long is left is told by the recorded start; the wait itself by a clock that nobody sets.
  const left = Math.min(Math.max(startedAt + span - clock.now(), 0), span);
  const giveUpAt = performance.now() + left + PATIENCE;
  for (;;) {
    const end = await ask();
    if (!end || !isSilent(end) || performance.now() >= giveUpAt) return end;
    await pause(ASK_EVERY, stopping);
    stopping.throwIfAborted();
  }
}

function startOf(state: RunState, { step }: Dispatch): number {
  return activeSteps(state).find(({ id }) => id === step.id)?.startedAt ?? state.progressAt;
}
