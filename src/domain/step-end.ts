import type { Failure } from './failure.js';
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
 * `not-started`: provably nothing ran. `lost`: nobody can prove how it ended; never success.
 */
export type StepEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly output: Output; readonly durationMs: Milliseconds }
  | { readonly kind: 'timed-out'; readonly output: Output; readonly durationMs: Milliseconds }
  | { readonly kind: 'cancelled'; readonly output: Output; readonly durationMs: Milliseconds }
  | { readonly kind: 'not-started'; readonly failure: Failure }
  | { readonly kind: 'lost'; readonly evidence: LostEvidence; readonly output: Output };

/** What is known of a step whose end is unknown. */
export type LostEvidence = {
  /** In words for the log: `connection lost`, `host rebooted`, `runner killed`. */
  readonly reason: string;
  /** Whether the host holds the step's claim; null when the host could not be asked. */
  readonly claimed: boolean | null;
  readonly rebooted: boolean | null;
  readonly lastHeardAt: Instant | null;
};
