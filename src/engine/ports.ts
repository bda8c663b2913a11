import type { DirectoryEntry } from '../domain/backup.js';
import type { RunEvent, StoredEvent } from '../domain/event.js';
import type { Incident } from '../domain/incident.js';
import type { Person, UserId } from '../domain/person.js';
import type { Result } from '../domain/result.js';
import type { Secret } from '../domain/secret.js';
import type { StepEnd } from '../domain/step-end.js';
import type { System } from '../domain/system.js';
import type { Target } from '../domain/target.js';
import type { Bilingual } from '../domain/text.js';
import type { Instant, Milliseconds } from '../domain/time.js';

/** A script with everything it may see. `env` values reach it as environment, `secrets` as 0600 files named by `<NAME>_FILE`. */
export type Script = {
  readonly text: string;
  readonly env: Readonly<Record<string, string>>;
  /** Content of each secret's file by its plan name, e.g. `ADMIN_KEY` -> file path in `$ADMIN_KEY_FILE`. */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly deadline: Milliseconds;
  /** A step is ended like at its deadline when it prints nothing for this long. What is observed has only its deadline. */
  readonly inactivity?: Milliseconds;
  /** It asks first whether it is needed, and says so by `CONDITION_CODES`; else those are codes like any other. */
  readonly isConditional?: true;
};

/** A step to be ensured. The token is unique for ever: `<ULID of the request>.<step id>`. */
export type StepOrder = { readonly token: string; readonly script: Script };

/** The lock that a run holds on every host it changes; a deploy script on the host can test it. */
export type HostLock = {
  readonly system: string;
  readonly run: string;
  readonly by: string;
  readonly reason: string;
  readonly since: Instant;
};

/** Steps that a host runs one after the other, each only when the one before ended with exit code 0 or was not needed. */
export type Segment = { readonly orders: readonly StepOrder[]; readonly lock: HostLock };

export type SegmentListener = {
  readonly signal: AbortSignal;
  /** Called with each end in order, as soon as it is known, and never again for the same token. */
  readonly onEnd: (token: string, end: StepEnd) => void;
};

/** Hosts reached over SSH. Expected failures are values; output is already decoded, not yet sanitised. */
export type Remote = {
  /** Runs a script that may be repeated freely (a pre-check, a listing) and leaves nothing behind. */
  observe(target: Target, script: Script): Promise<StepEnd>;
  /**
   * Ensures steps in order as one detached segment: each is started at most once, and only after the one before it ended
   * with exit code 0 or was not needed; attaches to those that started. Resolves when nothing more can be known of the segment: after the
   * last step's end, or after the first on which nothing follows. Survives dropped connections. Rejects with the signal's
   * reason when the bot stops waiting; the steps go on.
   */
  ensure(target: Target, segment: Segment, listener: SegmentListener): Promise<void>;
  /** How a step stands, without ever starting it: `not-started` when the host holds no claim, or a void one. */
  ask(target: Target, order: StepOrder): Promise<StepEnd | { readonly kind: 'running' }>;
  /**
   * Makes sure that none of these steps goes on or ever begins: from the last to the first, what has no claim is claimed
   * as void; then what runs is ended (TERM to its process group, then KILL). Ok only when the host itself says so of
   * every token.
   */
  cancel(target: Target, tokens: readonly string[]): Promise<Result<void>>;
  /** The first half of `cancel`: what has not begun never will; what began goes on. */
  forbid(target: Target, tokens: readonly string[]): Promise<Result<void>>;
  /**
   * Whether this host can keep the promise; `host.unsuitable` with what to do about it. Touches nothing.
   * `secrets`: steps there want secret files.
   */
  inspect(target: Target, needs: { readonly secrets: boolean }): Promise<Result<void>>;
  /** Takes a run's lock off the host; ok also when it was not there. A lock of another run stays: `host.locked`. */
  unlock(target: Target, lock: Pick<HostLock, 'system' | 'run'>): Promise<Result<void>>;
  /** Locks that stand on the host. */
  locks(target: Target): Promise<Result<readonly HostLock[]>>;
  /** Opens a connection and a line ahead, so that the next call costs no handshake and no channel opening. Never fails. */
  warm(target: Target): void;
  /** Entries of a directory with sizes and times, safe against any file name. */
  list(target: Target, directory: string): Promise<Result<readonly DirectoryEntry[]>>;
  close(): Promise<void>;
};

export type HttpAnswer = {
  readonly status: number;
  readonly body: string;
  /** Bytes after which the body was not read on; without it, `body` is all that there was. */
  readonly cutAfter?: number;
  readonly durationMs: Milliseconds;
};

/** HTTP from where the bot runs. */
export type Probe = {
  request(input: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly deadline: Milliseconds;
  }): Promise<Result<HttpAnswer>>;
};

/** The truth: one append-only, hash-chained stream of events per run. */
export type Journal = {
  /**
   * Appends one event at `seq` (0 for the first), durable when it returns.
   * `conflict` when that seq exists: somebody else was first and the caller must read again.
   */
  append(runId: string, seq: number, event: RunEvent): Promise<Result<StoredEvent> | 'conflict'>;
  /** All events of a run in order; empty when there is no such run. */
  read(runId: string): Promise<readonly StoredEvent[]>;
  /** Ids of runs without a `run.closed` event, oldest first. */
  openRuns(): Promise<readonly string[]>;
  /** Ids of the newest runs of a system (or of all), newest first. */
  recentRuns(limit: number, system?: string): Promise<readonly string[]>;
  /** The incident thread linked last in a channel, if any since `since`. */
  linkIncident(incident: Incident): Promise<void>;
  incidentOf(channel: string, since: Instant): Promise<Incident | undefined>;
  close(): Promise<void>;
};

/** Who people are, asked of Slack at the moment it matters. A failed look-up is `person.unverified`. */
export type People = {
  lookUp(user: UserId): Promise<Result<Person>>;
  membersOf(group: string): Promise<Result<readonly UserId[]>>;
};

/** The systems as the plan files and the inventory say at this moment; an invalid edit leaves the last valid plan in force. */
export type Catalog = {
  systems(): readonly System[];
  /** Plan files that are invalid now, by system: their last valid plan is still in force. */
  problems(): readonly PlanProblem[];
};

/** Why a plan file on disk does not count: `file:line:column message`, one line each. */
export type PlanProblem = { readonly system: string; readonly lines: readonly Bilingual[] };

export type Clock = { now(): Instant };

/** Secrets by system and name, read when a step needs them and kept nowhere. */
export type Secrets = { read(system: string, name: string): Promise<Result<Secret>> };

/** Where a surface was posted, and the digest of what it showed then. */
export type PostedMessage = { readonly channel: string; readonly ts: string; readonly digest: string };

/** Which Slack message shows which surface of a run, so that it is edited and never posted twice. */
export type MessageStore = {
  find(runId: string, key: string): Promise<PostedMessage | undefined>;
  /** Every message of a run, ordered by key. */
  all(runId: string): Promise<readonly (PostedMessage & { readonly key: string })[]>;
  /** Keeps the message of a surface; replaces what was kept for it. */
  save(runId: string, key: string, message: PostedMessage): Promise<void>;
};

/** Which deliveries from Slack were seen: it sends some of them twice. */
export type Deliveries = {
  /** True once per key. Keys seen more than 2 h before `at` are forgotten. */
  isFirst(key: string, at: Instant): Promise<boolean>;
};
