import type { ChainProgress, CheckAnswer, CheckWeight } from '../domain/check.js';
import type { Outcome, StepResult } from '../domain/event.js';
import type { UserId } from '../domain/person.js';
import type { RunRequest, Thread } from '../domain/request.js';
import type { LostEvidence, Output } from '../domain/step-end.js';
import type { Text } from '../domain/text.js';
import type { Instant, Milliseconds } from '../domain/time.js';

/** Where a run stands. `needs-human`: a step's end is unknown and nothing runs until a person decides. */
export type Phase = 'preparing' | 'awaiting-approval' | 'running' | 'verifying' | 'needs-human' | 'closing' | 'closed';

export type CheckState = {
  readonly id: string;
  readonly title: Text;
  readonly weight: CheckWeight;
  readonly status: 'pending' | 'started' | 'finished';
  /** Only a person can answer it. */
  readonly isManual: boolean;
  /** What it sent was answered so far; only reads follow. */
  readonly progress?: ChainProgress;
  readonly answeredBy?: UserId;
  readonly answeredAt?: Instant;
  readonly answer?: CheckAnswer;
  readonly durationMs?: Milliseconds;
};

export type StepState = {
  readonly id: string;
  readonly title: Text;
  readonly status: 'pending' | 'running' | 'succeeded' | 'failed' | 'lost';
  readonly token?: string;
  readonly startedAt?: Instant;
  readonly result?: StepResult;
  readonly output?: Output;
  readonly durationMs?: Milliseconds;
  readonly evidence?: LostEvidence;
};

export type Tick = { readonly by: UserId; readonly at: Instant };
export type Told = Tick & { readonly text: string };

/** A run as its events tell it. Everything a person sees of a run is a function of this. */
export type RunState = {
  readonly id: string;
  readonly phase: Phase;
  readonly request: RunRequest;
  readonly requestedBy: UserId;
  readonly requestedAt: Instant;
  /** Names of the people who acted, as they were then, by id. */
  readonly names: Readonly<Record<UserId, string>>;
  readonly incident?: Thread;
  readonly prechecks: readonly CheckState[];
  /** Set when the pre-checks passed: the decision is awaited until `expiresAt`. */
  readonly awaitingSince?: Instant;
  readonly expiresAt?: Instant;
  readonly decision?: {
    readonly verdict: 'approved' | 'rejected';
    readonly by: UserId;
    readonly role: string;
    readonly at: Instant;
    /** Why it was rejected, when the decider said so. */
    readonly reason?: string;
  };
  /** Boxes of the checklist that people ticked, by item. */
  readonly ticks: Readonly<Record<string, Tick>>;
  readonly steps: readonly StepState[];
  readonly checks: readonly CheckState[];
  readonly abort?: { readonly by: UserId; readonly at: Instant };
  readonly handedOver?: { readonly by: UserId; readonly at: Instant };
  /** Each time the bot started anew and took the run up again. */
  readonly resumedAt: readonly Instant[];
  readonly stepsEndedAt?: Instant;
  /** When the run itself last moved; a restart of the bot or a link is no progress. */
  readonly progressAt: Instant;
  /** The outcome once it is certain; the run is `closing` until it is written down. */
  readonly outcome?: Outcome;
  readonly closedAt?: Instant;
  /** What people told afterwards, by the name it is asked by. */
  readonly told: Readonly<Record<string, Told>>;
  /** The run before anybody told anything: what the record posted at its end shows. Absent until somebody does. */
  readonly atItsEnd?: RunState;
  /** Number of events so far: the next event's seq. */
  readonly revision: number;
  /** Hash of the last event. */
  readonly hash: string;
};
