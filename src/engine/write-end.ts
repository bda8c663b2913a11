import type { RunEvent } from '../domain/event.js';
import { factsOf } from '../domain/failure.js';
import { printable } from '../domain/printable.js';
import { redact } from '../domain/redact.js';
import { failed, ok } from '../domain/result.js';
import type { Secret } from '../domain/secret.js';
import type { LostEvidence, Output, StepEnd } from '../domain/step-end.js';
import type { RunState } from '../run/state.js';
import { activeSteps, currentStep } from '../run/steps.js';
import type { Inside } from './deps.js';
import { tokenOf } from './dispatch-step.js';

const NOTHING: Output = { text: '', bytes: 0, cut: false };

/** An attempt at a step; one that could not even be put together has no token. */
type Attempt = {
  readonly step: { readonly id: string };
  readonly order?: { readonly token: string };
  readonly secrets?: readonly Secret[];
};

/** Writes down how a step ended, unless that is written already. Output is made safe to show first. True when it is written. */
export async function writeEnd(runId: string, attempt: Attempt, end: StepEnd, inside: Inside): Promise<boolean> {
  const written = await inside.ledger.append(runId, (now) => {
    if (!isWaitedFor(now, attempt)) return failed({ code: 'request.stale', at: runId });
    return ok(eventOf(attempt.step.id, end, attempt.secrets ?? [], inside.clock.now()));
  });
  return written.ok;
}

/**
 * Writes down that the host holds a delivered step's token as void: for its turn it needs another one. It has none any more where
 * somebody said stop; there its end is written instead.
 */
export async function writeVoid(runId: string, { step, order }: Attempt, { ledger, clock }: Inside): Promise<void> {
  await ledger.append(runId, (now) => {
    const status = statusOf(now, step.id);
    const isDelivered = (status === 'running' || status === 'sent') && order?.token === tokenOf(now, step.id);
    return isDelivered && !now.abort
      ? ok({ type: 'step.voided', at: clock.now(), step: step.id })
      : failed({ code: 'request.stale', at: runId });
  });
}

/** The host answered: it holds no claim, or one that was taken so that nothing can ever run under it. Nobody else can say so. */
export function isVoid(end: StepEnd | { readonly kind: 'running' }): boolean {
  return end.kind === 'not-started' && end.failure.code === 'host.command-failed';
}

/** The host said how the step stands; else nobody knows more than before. */
export function isHeard(end: StepEnd): boolean {
  if (end.kind === 'not-started') return end.failure.code.startsWith('host.');
  return end.kind !== 'lost' || end.evidence.claimed !== null;
}

function eventOf(step: string, end: StepEnd, secrets: readonly Secret[], at: number): RunEvent {
  switch (end.kind) {
    case 'lost':
      return {
        type: 'step.lost',
        at,
        step,
        evidence: safeEvidence(heardBy(at, end.evidence), secrets),
        output: safe(end.output, secrets),
      };
    case 'not-started': {
      const { code, at: place } = end.failure;
      const facts = redact(printable(factsOf(end.failure)), secrets);
      const result = { kind: 'not-started', failure: { code, at: place }, facts } as const;
      return { type: 'step.finished', at, step, result, output: NOTHING, durationMs: 0 };
    }
    case 'exited': {
      const { code, durationMs } = end;
      return {
        type: 'step.finished',
        at,
        step,
        result: { kind: 'exited', code },
        output: safe(end.output, secrets),
        durationMs,
      };
    }
    case 'timed-out': {
      const { kind, durationMs } = end;
      const result = end.silent ? ({ kind, silent: true } as const) : { kind };
      return { type: 'step.finished', at, step, result, output: safe(end.output, secrets), durationMs };
    }
    case 'unneeded':
    case 'unclear':
    case 'cancelled': {
      const { kind, durationMs } = end;
      return { type: 'step.finished', at, step, result: { kind }, output: safe(end.output, secrets), durationMs };
    }
  }
}

/** For a step that was sent before, "the host knows nothing of it" is no proof that it will never start. */
export function neverAbsent(end: StepEnd): StepEnd {
  if (end.kind !== 'not-started') return end;
  const isTold = isVoid(end);
  const claimed = isTold ? false : null;
  const reason = isTold ? 'never-begun' : end.failure.code;
  const evidence = { reason, detail: factsOf(end.failure), claimed, rebooted: null, lastHeardAt: null } as const;
  return { kind: 'lost', evidence, output: NOTHING };
}

/** A host that said whether it holds the claim was heard, at the latest when that is written. */
function heardBy(at: number, evidence: LostEvidence): LostEvidence {
  const isAnswered = evidence.claimed !== null;
  return isAnswered && evidence.lastHeardAt === null ? { ...evidence, lastHeardAt: at } : evidence;
}

function safeEvidence(evidence: LostEvidence, secrets: readonly Secret[]): LostEvidence {
  const { detail, verified } = evidence;
  return {
    ...evidence,
    ...(detail === undefined ? {} : { detail: safeText(detail, secrets) }),
    ...(verified ? { verified: { ...verified, output: safeText(verified.output, secrets) } } : {}),
  };
}

function safe(output: Output, secrets: readonly Secret[]): Output {
  return { ...output, text: safeText(output.text, secrets) };
}

function safeText(text: string, secrets: readonly Secret[]): string {
  return redact(printable(text), secrets);
}

/** How a step stands that the run is at or past; undefined for one that is not in the run. */
export function statusOf(state: RunState | undefined, step: string): string | undefined {
  return state && activeSteps(state).find(({ id }) => id === step)?.status;
}

/** Only the step whose turn it is can end, and an earlier attempt at it says nothing of the newest. */
function isWaitedFor(state: RunState, { step, order }: Attempt): boolean {
  const isMoving = state.phase === 'running' || state.phase === 'restoring' || state.phase === 'needs-human';
  const isNewest = order === undefined || order.token === tokenOf(state, step.id);
  return isMoving && isNewest && currentStep(state)?.id === step.id;
}
