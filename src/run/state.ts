import type { ChainProgress, CheckAnswer, CheckWeight } from '../domain/check.js';
import type { HoldCause, Outcome, StepResult, StopCause } from '../domain/event.js';
import type { UserId } from '../domain/person.js';
import type { RunRequest, Thread } from '../domain/request.js';
import type { LostEvidence, Output } from '../domain/step-end.js';
import type { Text } from '../domain/text.js';
import type { Instant, Milliseconds } from '../domain/time.js';

/**
 * Where a run stands. `queued`: another run of the system comes first. `needs-human`: a step's end is unknown. `stopped`: a step
 * or the verification failed, or the approval ran out, after something was changed. `held`: nothing runs any more. In these three people choose the way on.
 */
export type Phase =
  | 'queued'
  | 'preparing'
  | 'awaiting-approval'
  | 'running'
  | 'verifying'
  | 'needs-human'
  | 'stopped'
  | 'restoring'
  | 'held'
  | 'closing'
  | 'closed';

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

/** A person's word, with the reason that they gave. */
export type Word = { readonly by: UserId; readonly at: Instant; readonly reason: string };

/** How an attempt ended before another one was granted. */
export type EarlierAttempt = Pick<
  StepState,
  'token' | 'startedAt' | 'result' | 'output' | 'evidence' | 'answered' | 'durationMs'
>;

/** `sent`: delivered to its host behind a step that has not ended; not begun as far as is known. */
export type StepState = {
  readonly id: string;
  readonly title: Text;
  readonly status: 'pending' | 'sent' | 'running' | 'succeeded' | 'failed' | 'lost' | 'skipped';
  /** From 1; each further one has its own token. */
  readonly attempt: number;
  readonly earlier: readonly EarlierAttempt[];
  readonly token?: string;
  readonly scriptDigest?: string;
  readonly startedAt?: Instant;
  readonly result?: StepResult;
  readonly output?: Output;
  readonly durationMs?: Milliseconds;
  readonly evidence?: LostEvidence;
  /** What the person said who did it, or could not. */
  readonly answered?: Word;
  /** Its end was unknown, and a person said that it did its work. */
  readonly settled?: Word;
  /** It failed, and a person left it so. */
  readonly skipped?: Word;
};

/** The taking back of what a run did. */
export type RestoreState = {
  readonly cause: StopCause;
  readonly at: Instant;
  /** Who ordered it; nobody when the plan did. */
  readonly by?: UserId;
  readonly reason?: string;
  readonly steps: readonly StepState[];
  readonly checks: readonly CheckState[];
  readonly stepsEndedAt?: Instant;
};

/** That somebody wanted a step to run again, and what another person answered. */
export type Wish = Word & {
  readonly step: string;
  readonly answer?: { readonly verdict: 'granted' | 'declined'; readonly by: UserId; readonly at: Instant };
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
  /** How many runs of the system come first, while `queued`. */
  readonly ahead?: number;
  /** When its turn came, of one that had to wait for others. */
  readonly queuedUntil?: Instant;
  /** Why it stopped, from then until the run goes on. */
  readonly stopped?: { readonly cause: StopCause; readonly at: Instant };
  readonly restore?: RestoreState;
  readonly held?: { readonly cause: HoldCause; readonly at: Instant; readonly by?: UserId; readonly reason?: string };
  /** Who took the choice upon themselves, while one is waited for. */
  readonly claimed?: Tick;
  /** Everybody who did so, in order. */
  readonly claims: readonly Tick[];
  /** A step that somebody wants to run again, until another person says yes or no. */
  readonly rerun?: Word & { readonly step: string };
  /** Every such wish of the run, in order. */
  readonly wishes: readonly Wish[];
  readonly givenUp?: Word;
  /** Each time that people came to be waited for to choose, in order: in which phase, and since when. */
  readonly stands: readonly { readonly phase: Phase; readonly since: Instant }[];
  /** Since when people have been waited for to choose. */
  readonly waitingSince?: Instant;
  /** Each time that people who were waited for were called again, in order. */
  readonly reminders: readonly Instant[];
  /** Set while the bot is away in order. */
  readonly pausedAt?: Instant;
  /** When checks that did not pass were asked once more. */
  readonly askedAgainAt?: Instant;
  /** Targets that still hold the run's lock although it is closed. */
  readonly locked: readonly string[];
  /** Each time the bot started anew and took the run up again. */
  readonly resumedAt: readonly Instant[];
  /** Once that was so late that the approval had run out: from then on only people order an undo. */
  readonly resumedLate?: true;
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
