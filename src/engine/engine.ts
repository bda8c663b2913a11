import type { BackupList, ChosenBackup } from '../domain/backup.js';
import type { Check, CheckAnswer } from '../domain/check.js';
import type { Incident } from '../domain/incident.js';
import type { UserId } from '../domain/person.js';
import type { Thread } from '../domain/request.js';
import type { Result } from '../domain/result.js';
import type { Scheme } from '../domain/scheme.js';
import type { System } from '../domain/system.js';
import type { Instant } from '../domain/time.js';
import type { Duty } from '../run/duties.js';
import type { RunState } from '../run/state.js';
import type { PlanProblem } from './ports.js';

/** What a person filled in when asking for a run. */
export type RequestInput = {
  readonly system: string;
  readonly scheme: string;
  readonly severity: string;
  readonly reason: string;
  readonly impact: string;
  readonly by: UserId;
  readonly channel: string;
  /** The incident thread it was asked from; else the one linked last in the channel is used. */
  readonly incident?: Thread;
  /** The name of the backup to return to, for a scheme that needs one; else the one it takes by default. */
  readonly backup?: string;
};

/** What a person chooses for a run that stands still; reasons are theirs, for the record. */
export type Choice =
  /** Takes the choice upon themselves, or takes it over from who had it. */
  | { readonly kind: 'claim'; readonly from?: UserId }
  | { readonly kind: 'settle' | 'rerun' | 'skip' | 'restore' | 'hold' | 'give-up'; readonly reason: string }
  /** Another person's word on running a step again. */
  | { readonly kind: 'grant-rerun' | 'decline-rerun' }
  | { readonly kind: 'verify-again' };

/** What a person filled in when asking to take back a run that ended. */
export type UndoInput = Pick<RequestInput, 'reason' | 'by' | 'channel' | 'incident'> & { readonly runId: string };

/** What a scheme would do now: its pre-checks answered, and nothing changed (S1.70). */
export type DryRun = {
  readonly system: System;
  /** With every step that a run would make. */
  readonly scheme: Scheme;
  readonly backup?: ChosenBackup;
  readonly version?: string;
  readonly prechecks: readonly { readonly check: Check; readonly answer: CheckAnswer }[];
  readonly at: Instant;
};

/** Everything people can ask of Backout. Each call that changes a run is guarded: of two at once, one wins and the other is told. */
export type Engine = {
  /** The systems that the inventory binds, in its order. */
  systems(): readonly System[];
  /** Opens a run and starts its pre-checks, or lets it wait in the queue of its system. Refuses unknown names and people without the right. */
  request(input: RequestInput): Promise<Result<RunState>>;
  /** `digest` is what the person saw; a request that says something else is stale. */
  decide(input: {
    readonly runId: string;
    readonly verdict: 'approved' | 'rejected';
    readonly by: UserId;
    readonly digest: string;
    /** Why, of a rejection; may be left out. */
    readonly reason?: string;
  }): Promise<Result<RunState>>;
  /** Stops a run: the step on the host is ended and no further one starts. */
  abort(runId: string, by: UserId): Promise<Result<RunState>>;
  /** A way on for a run that stands still: one of `waysOn(state)`, or a word on it. Of two at once, one wins and the other is told. */
  choose(input: {
    readonly runId: string;
    readonly by: UserId;
    readonly choice: Choice;
    /** What the person saw: the stand by its `waitingSince`, a wish to run again by its moment. About another one it is stale. */
    readonly seen?: Instant;
  }): Promise<Result<RunState>>;
  /** Asks for a run that takes back what an ended one did, while its kept copy is still there. It needs its own approval. */
  requestUndo(input: UndoInput): Promise<Result<RunState>>;
  /** Takes the lock of an ended run off the hosts that kept it; a host that still does not answer keeps it. */
  breakLock(input: { readonly runId: string; readonly by: UserId; readonly reason: string }): Promise<Result<RunState>>;
  /** For a run whose step is unknown: ask the host again. `seen`: as for `choose`. */
  askAgain(runId: string, by: UserId, seen?: Instant): Promise<Result<RunState>>;
  /** For a run whose step is unknown: a person takes over, nothing further runs. `seen`: as for `choose`. */
  handOver(runId: string, by: UserId, seen?: Instant): Promise<Result<RunState>>;
  /** Ticks boxes of the checklist, or takes ticks back, before the decision. */
  tick(input: {
    readonly runId: string;
    readonly by: UserId;
    readonly items: readonly { readonly item: string; readonly ticked: boolean }[];
  }): Promise<Result<RunState>>;
  /** Answers checks that only a person can answer, while the run verifies. */
  answer(input: {
    readonly runId: string;
    readonly by: UserId;
    readonly answers: readonly { readonly check: string; readonly verdict: 'pass' | 'fail'; readonly note: string }[];
  }): Promise<Result<RunState>>;
  /** Tells the record and the review of a closed run what no machine knows; empty texts are left out. */
  complete(input: {
    readonly runId: string;
    readonly by: UserId;
    readonly answers: Readonly<Record<string, string>>;
  }): Promise<Result<RunState>>;
  /** Asks a scheme's pre-checks and tells what would run; changes nothing and is written nowhere. */
  dryRun(input: Pick<RequestInput, 'system' | 'scheme' | 'backup' | 'by'>): Promise<Result<DryRun>>;
  /** Plan files that are invalid now; their last valid plans are in force. */
  planProblems(): readonly PlanProblem[];
  /** Links an incident thread; active runs shown in its channel report there from now on. */
  linkIncident(incident: Incident): Promise<readonly RunState[]>;
  incidentOf(channel: string): Promise<Incident | undefined>;
  /** Lists a system's backup sources, or one of them, as they are on the host right now. */
  backups(system: string, source?: string): Promise<Result<readonly BackupList[]>>;
  run(runId: string): Promise<RunState | undefined>;
  /** Runs that are not closed, oldest first. */
  active(): readonly RunState[];
  /** What waits for this person in the open runs and the newest closed ones. Fails for anybody but a full member. */
  duties(by: UserId): Promise<Result<readonly Duty[]>>;
  /** The newest runs, open and closed, newest first. */
  recent(limit: number, system?: string): Promise<readonly RunState[]>;
  /** Calls `listener` with the new state after every event; returns how to stop that. */
  subscribe(listener: (state: RunState) => void): () => void;
};
