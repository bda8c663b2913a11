import type { Failure, FailureCode } from './failure.js';
import type { Instant, Milliseconds } from './time.js';

/** What a step printed, kept within bounds: head and tail of what the host kept. Free of control characters and secrets. */
export type Output = {
  readonly text: string;
  /** Bytes the step wrote in all, as far as known. */
  readonly bytes: number;
  /** True when `text` leaves something out. */
  readonly cut: boolean;
};

/**
 * How an attempt to run a script on a host ended.
 * `exited`: the host's own result file says so. `timed-out`: the host stopped it at its deadline.
 * `unneeded`: its condition said that it is not needed. `unclear`: its condition could not tell. Both did nothing.
 * `not-started`: provably nothing ran. `lost`: nobody can prove how it ended; never success.
 */
export type StepEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly output: Output; readonly durationMs: Milliseconds }
  /** `silent`: it printed nothing for too long. */
  | { readonly kind: 'timed-out'; readonly silent?: true; readonly output: Output; readonly durationMs: Milliseconds }
  | { readonly kind: 'cancelled'; readonly output: Output; readonly durationMs: Milliseconds }
  | { readonly kind: 'unneeded' | 'unclear'; readonly output: Output; readonly durationMs: Milliseconds }
  | { readonly kind: 'not-started'; readonly failure: Failure }
  | { readonly kind: 'lost'; readonly evidence: LostEvidence; readonly output: Output };

/** An end on which the next step follows. */
export function isGood(end: { readonly kind: string; readonly code?: number }): boolean {
  return end.kind === 'unneeded' || (end.kind === 'exited' && end.code === 0);
}

/** Why nobody can prove how a step ended; `view/words` says each in words. */
export type LostCode =
  | 'connection-lost'
  /** The host was there and gave no answer. */
  | 'host-silent'
  | 'host-rebooted'
  /** What watched the step on the host died; the step itself may live on. */
  | 'runner-killed'
  /** It was told to stop and has not ended. */
  | 'still-running'
  | 'different-script'
  | 'refused-later'
  /** The step was sent, and the host shows no sign that it began. */
  | 'never-begun'
  | 'unintelligible';
export type LostReason = LostCode | FailureCode;

/** What is known of a step whose end is unknown. */
export type LostEvidence = {
  readonly reason: LostReason;
  /** The fact itself, in technical words. */
  readonly detail?: string;
  /** Whether the host holds the step's claim; null when the host could not be asked. */
  readonly claimed: boolean | null;
  readonly rebooted: boolean | null;
  readonly lastHeardAt: Instant | null;
  /** What the step's own look at its work said, after its end became unknown. */
  readonly verified?: { readonly passed: boolean; readonly output: string; readonly at: Instant };
};
