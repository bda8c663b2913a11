import type { RunEvent } from '../domain/event.js';
import { factsOf } from '../domain/failure.js';
import { printable } from '../domain/printable.js';
import { redact } from '../domain/redact.js';
import { failed, ok } from '../domain/result.js';
import type { Secret } from '../domain/secret.js';
import type { LostEvidence, Output, StepEnd } from '../domain/step-end.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';

const NOTHING: Output = { text: '', bytes: 0, cut: false };

/** Writes down how a step ended, unless that is written already. Output is made safe to show first. */
export async function writeEnd(
  runId: string,
  step: string,
  end: StepEnd,
  secrets: readonly Secret[],
  inside: Inside,
): Promise<void> {
  await inside.ledger.append(runId, (now) => {
    if (isEnded(now, step)) return failed({ code: 'request.stale', at: runId });
    return ok(eventOf(step, end, secrets, inside.clock.now()));
  });
}

function eventOf(step: string, end: StepEnd, secrets: readonly Secret[], at: number): RunEvent {
  switch (end.kind) {
    case 'lost':
      return {
        type: 'step.lost',
        at,
        step,
        evidence: safeEvidence(end.evidence, secrets),
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
    case 'cancelled': {
      const { kind, durationMs } = end;
      return { type: 'step.finished', at, step, result: { kind }, output: safe(end.output, secrets), durationMs };
    }
  }
}

/** For a step that was sent before, "the host knows nothing of it" is no proof that it will never start. */
export function neverAbsent(end: StepEnd): StepEnd {
  if (end.kind !== 'not-started') return end;
  // The host answered: it holds no claim, or one that was cancelled before anything ran. Nobody else can say so.
  const isTold = end.failure.code === 'host.command-failed';
  const claimed = isTold ? false : null;
  const reason = isTold ? 'never-begun' : end.failure.code;
  const evidence = { reason, detail: factsOf(end.failure), claimed, rebooted: null, lastHeardAt: null } as const;
  return { kind: 'lost', evidence, output: NOTHING };
}

function safeEvidence(evidence: LostEvidence, secrets: readonly Secret[]): LostEvidence {
  const { detail } = evidence;
  return detail === undefined ? evidence : { ...evidence, detail: redact(printable(detail), secrets) };
}

function safe(output: Output, secrets: readonly Secret[]): Output {
  return { ...output, text: redact(printable(output.text), secrets) };
}

/** `pending`, `running`, `succeeded`, `failed` or `lost`; undefined for a step that is not in the run. */
export function statusOf(state: RunState, step: string): string | undefined {
  return state.steps.find(({ id }) => id === step)?.status;
}

function isEnded(state: RunState, step: string): boolean {
  const waiting = state.phase === 'running' || state.phase === 'needs-human';
  return !waiting || !['pending', 'running', 'lost'].includes(statusOf(state, step) ?? '');
}
