import type { ChainProgress, CheckAnswer } from './check.js';
import type { NamedFailure } from './failure.js';
import type { UserId } from './person.js';
import type { RunRequest } from './request.js';
import type { LostEvidence, Output } from './step-end.js';
import type { Instant, Milliseconds } from './time.js';

/** How a run ended. Rejected, aborted and failed are three different things; `refused` changed nothing. */
export type Outcome =
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'refused'
  | 'rejected'
  | 'expired'
  | 'aborted'
  | 'handed-over';

/** How a step's end is written down; `lost` has its own event. */
export type StepResult =
  | { readonly kind: 'exited'; readonly code: number }
  /** `silent`: it printed nothing for too long. */
  | { readonly kind: 'timed-out'; readonly silent?: true }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not-started'; readonly failure: NamedFailure; readonly facts: string };

/** Who did it: the id for ever, the name as it was then. */
type Actor = { readonly by: UserId; readonly name?: string };

type Fact =
  | ({ readonly type: 'run.requested'; readonly request: RunRequest } & Actor)
  /** Written before a check that changes something is sent; without an answer after a restart it is unknown. */
  | { readonly type: 'check.started'; readonly phase: 'preflight' | 'verify'; readonly check: string }
  /** What a check sent was answered: after a restart only its follow-up reads go on. */
  | ({ readonly type: 'check.saved'; readonly phase: 'preflight' | 'verify'; readonly check: string } & ChainProgress)
  /** By a person when only a person can answer it. */
  | ({
      readonly type: 'check.finished';
      readonly phase: 'preflight' | 'verify';
      readonly check: string;
      readonly answer: CheckAnswer;
      readonly durationMs: Milliseconds;
    } & Partial<Actor>)
  /** A box of the checklist before the rollback was ticked, or the tick was taken back. */
  | ({ readonly type: 'checklist.ticked'; readonly item: string; readonly ticked: boolean } & Actor)
  | ({ readonly type: 'approval.granted'; readonly role: string; readonly digest: string } & Actor)
  /** `reason`: when the decider gave one. */
  | ({ readonly type: 'approval.rejected'; readonly role: string; readonly reason?: string } & Actor)
  | { readonly type: 'request.expired' }
  | ({ readonly type: 'incident.linked'; readonly channel: string; readonly thread: string } & Actor)
  /** The intent: durable before anything is sent. */
  | { readonly type: 'step.started'; readonly step: string; readonly token: string; readonly scriptDigest: string }
  | {
      readonly type: 'step.finished';
      readonly step: string;
      readonly result: StepResult;
      readonly output: Output;
      readonly durationMs: Milliseconds;
    }
  | { readonly type: 'step.lost'; readonly step: string; readonly evidence: LostEvidence; readonly output: Output }
  /** A person asked the host again about a lost step. */
  | ({ readonly type: 'step.asked-again'; readonly step: string } & Actor)
  /** The bot started and took the run up again. */
  | { readonly type: 'run.resumed' }
  | ({ readonly type: 'abort.requested' } & Actor)
  /** A person took over a run whose step is unknown; nothing further runs. */
  | ({ readonly type: 'run.handed-over' } & Actor)
  | { readonly type: 'run.closed'; readonly outcome: Outcome }
  /** What no machine knows, told afterwards for the record or the review; the newest answer of a name counts. */
  | ({ readonly type: 'record.completed'; readonly answers: Readonly<Record<string, string>> } & Actor);

/** One immutable fact about a run. */
export type RunEvent = Fact & { readonly at: Instant };

/** An event as the journal holds it: numbered from 0 and chained by hash to the one before. */
export type StoredEvent = { readonly seq: number; readonly hash: string; readonly event: RunEvent };
