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
  /** It failed, and what it had changed was put back and seen to be as before. */
  | 'restored'
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
  /** Nobody said in time whether they did it. */
  | { readonly kind: 'unanswered' }
  /** Its condition did not hold: it was left out, and nothing is missing. */
  | { readonly kind: 'unneeded' }
  /** Its condition could not tell: nothing was done. */
  | { readonly kind: 'unclear' }
  | { readonly kind: 'not-started'; readonly failure: NamedFailure; readonly facts: string };

/** When a check is asked: before the decision, after the steps, or after what they did was undone. */
export type CheckPhase = 'preflight' | 'verify' | 'restore';

/** A step as its intent names it; the token is its name on the host for ever. */
export type SentStep = { readonly step: string; readonly token: string; readonly scriptDigest: string };

/** What failed, so that the plan may order an undo. */
export type FailureCause = 'step' | 'verification';

/** What made a run stop before its end; `outdated`: its approval ran out midway, and nothing failed. */
export type StopCause = FailureCause | 'outdated';

/** Why nothing runs any more: the undo broke, nothing could be seen after it, it was stopped, it is too long ago, or a person said so. */
export type HoldCause = 'undo-failed' | 'not-restored' | 'aborted' | 'outdated' | 'person';

/** Who did it: the id for ever, the name as it was then. */
type Actor = { readonly by: UserId; readonly name?: string };

type Fact =
  /** `ahead`: how many runs of the system come first; none when it is not said. */
  | ({ readonly type: 'run.requested'; readonly request: RunRequest; readonly ahead?: number } & Actor)
  /** Written before a check that changes something is sent; without an answer after a restart it is unknown. */
  | { readonly type: 'check.started'; readonly phase: CheckPhase; readonly check: string }
  /** What a check sent was answered: after a restart only its follow-up reads go on. */
  | ({ readonly type: 'check.saved'; readonly phase: CheckPhase; readonly check: string } & ChainProgress)
  /** By a person when only a person can answer it. */
  | ({
      readonly type: 'check.finished';
      readonly phase: CheckPhase;
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
  /** Other runs of the system come first: how many, and at 0 it is its turn. */
  | { readonly type: 'queue.moved'; readonly ahead: number }
  /** The intent: durable before a segment is sent. The host goes from one step to the next only after exit code 0. */
  | { readonly type: 'steps.sent'; readonly target: string; readonly steps: readonly SentStep[] }
  /** The intent of a single step, as older journals tell it. */
  | ({ readonly type: 'step.started' } & SentStep)
  /** From now on a person is waited for, who does a step that no script can. */
  | { readonly type: 'step.asked'; readonly step: string }
  /** A person did it, or says why it was not done. */
  | ({ readonly type: 'step.answered'; readonly step: string; readonly done: boolean; readonly note: string } & Actor)
  | {
      readonly type: 'step.finished';
      readonly step: string;
      readonly result: StepResult;
      readonly output: Output;
      readonly durationMs: Milliseconds;
    }
  | { readonly type: 'step.lost'; readonly step: string; readonly evidence: LostEvidence; readonly output: Output }
  /** The host holds the step's token as void: it never ran under it and never will. */
  | { readonly type: 'step.voided'; readonly step: string }
  /** A person says that a step whose end is unknown did its work; the machine's own statement stays beside it. */
  | ({ readonly type: 'step.settled'; readonly step: string; readonly reason: string } & Actor)
  /** A person wants a step to run under a new token; `rerun.granted` by another person, or at once where again is harmless. */
  | ({ readonly type: 'rerun.asked'; readonly step: string; readonly reason: string } & Actor)
  /** Every earlier token of these steps is void, ended or dead on the host. */
  | ({ readonly type: 'rerun.granted'; readonly step: string; readonly voided: readonly string[] } & Actor)
  | ({ readonly type: 'rerun.declined'; readonly step: string } & Actor)
  /** A failed step is left as it is; the run goes on behind it. */
  | ({ readonly type: 'step.skipped'; readonly step: string; readonly reason: string } & Actor)
  /** Checks after the steps that did not pass are asked once more. */
  | ({ readonly type: 'checks.asked-again' } & Actor)
  /** What the steps did is taken back, the last one first. By nobody when the plan orders it. */
  | ({ readonly type: 'restore.started'; readonly cause: StopCause; readonly reason?: string } & Partial<Actor>)
  /** Nothing runs until a person ends the run. */
  | ({ readonly type: 'run.held'; readonly cause: HoldCause; readonly reason?: string } & Partial<Actor>)
  /** One person takes a run that waits for a choice; only they choose until another takes it over. */
  | ({ readonly type: 'run.claimed' } & Actor)
  /** A run that waits for a choice was ended as failed. */
  | ({ readonly type: 'run.given-up'; readonly reason: string } & Actor)
  /** People were called once more to a run that waits for them. */
  | { readonly type: 'people.reminded' }
  /** A person asked the host again about a lost step. */
  | ({ readonly type: 'step.asked-again'; readonly step: string } & Actor)
  /** The bot is being stopped in order: it sends nothing more; steps on hosts go on by themselves. */
  | { readonly type: 'run.paused' }
  /** The bot started and took the run up again. */
  | { readonly type: 'run.resumed' }
  | ({ readonly type: 'abort.requested' } & Actor)
  /** A person took over a run whose step is unknown; nothing further runs. */
  | ({ readonly type: 'run.handed-over' } & Actor)
  /** `locked`: targets from which the run's lock could not be taken. */
  | { readonly type: 'run.closed'; readonly outcome: Outcome; readonly locked?: readonly string[] }
  /** A person had the lock of an ended run taken off hosts that had kept it. */
  | ({ readonly type: 'lock.broken'; readonly targets: readonly string[]; readonly reason: string } & Actor)
  /** What no machine knows, told afterwards for the record or the review; the newest answer of a name counts. */
  | ({ readonly type: 'record.completed'; readonly answers: Readonly<Record<string, string>> } & Actor);

/** One immutable fact about a run. */
export type RunEvent = Fact & { readonly at: Instant };

/** An event as the journal holds it: numbered from 0 and chained by hash to the one before. */
export type StoredEvent = { readonly seq: number; readonly hash: string; readonly event: RunEvent };
