import type { ChosenBackup } from './backup.js';
import type { BackupSource, Plan, SecretUse, Severity } from './plan.js';
import type { Scheme } from './scheme.js';
import type { Target } from './target.js';
import type { Language, Text } from './text.js';
import type { Milliseconds } from './time.js';

/** A Slack thread: a channel and the timestamp of its first message. */
export type Thread = { readonly channel: string; readonly thread: string };

/** What a run keeps of its plan. */
export type PlanOfRun = Pick<
  Plan,
  | 'name'
  | 'title'
  | 'version'
  | 'digest'
  | 'timezone'
  | 'deployedVersion'
  | 'rollbackVersion'
  | 'roles'
  | 'checklist'
  | 'followUps'
  | 'contacts'
  | 'emergency'
  | 'notice'
  | 'record'
  | 'review'
> & {
  /** All schemes of the plan, for the record's boxes (S1.57). */
  readonly schemes: readonly Pick<Scheme, 'key' | 'title'>[];
};

/** Someone asked for a run: everything it needs, pinned, so that later edits of plan or inventory cannot change it. */
export type RunRequest = {
  readonly runId: string;
  /** ULID; first part of every step's token on the hosts. */
  readonly token: string;
  readonly plan: PlanOfRun;
  /** With every step that the run makes, also those that Backout adds. */
  readonly scheme: Scheme;
  /** What is live after the scheme; undefined when nobody can tell beforehand. */
  readonly version?: string;
  readonly backup?: ChosenBackup;
  readonly severity: Severity;
  /** Roles that may decide, with their titles. Who fills them is looked up at the click. */
  readonly deciders: readonly { readonly role: string; readonly title: Text }[];
  readonly reason: string;
  readonly impact: string;
  readonly environment: string;
  readonly language: Language;
  readonly targets: Readonly<Record<string, Target>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretUse[];
  readonly backups: readonly BackupSource[];
  readonly approvalValidFor: Milliseconds;
  /** The run that this one takes back. */
  readonly undoOf?: string;
  /** Where the run is shown. */
  readonly channel: string;
  readonly incident?: Thread;
  /** SHA-256 in hex over all that a decider approves: plan, scheme, severity, targets, variables. */
  readonly digest: string;
};
