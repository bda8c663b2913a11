import type { BackupSource, Scheme, SecretUse, Severity } from './plan.js';
import type { Target } from './target.js';
import type { Language, Text } from './text.js';
import type { Milliseconds } from './time.js';

/** A Slack thread: a channel and the timestamp of its first message. */
export type Thread = { readonly channel: string; readonly thread: string };

/** Someone asked for a run: everything it needs, pinned, so that later edits of plan or inventory cannot change it. */
export type RunRequest = {
  readonly runId: string;
  /** ULID; first part of every step's token on the hosts. */
  readonly token: string;
  readonly plan: {
    readonly name: string;
    readonly title: Text;
    readonly version: string;
    readonly digest: string;
    readonly timezone: string;
    readonly deployedVersion: string;
    readonly rollbackVersion: string;
    readonly followUps: readonly Text[];
    /** All schemes of the plan, for the record's boxes (S1.57). */
    readonly schemes: readonly { readonly key: string; readonly title: Text }[];
  };
  readonly scheme: Scheme;
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
  /** Where the run is shown. */
  readonly channel: string;
  readonly incident?: Thread;
  /** SHA-256 in hex over all that a decider approves: plan, scheme, severity, targets, variables. */
  readonly digest: string;
};
