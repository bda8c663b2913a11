import type { Check } from './check.js';
import type { Text } from './text.js';
import type { Milliseconds } from './time.js';

/** Items of the source document that an element carries out, e.g. `S2.32`. */
export type Cites = readonly string[];

/** How bad it is, who decides and how soon. Its meaning is the plan's own: P0 is 5 minutes in S2 and 15 in S4. */
export type Severity = {
  readonly key: string;
  readonly title: Text;
  readonly deciders: readonly string[];
  readonly respondWithin: Milliseconds;
  /** What the document orders at this severity; only `roll-back` and `assess` may lead to a run (S2.15, S2.21). */
  readonly action: 'roll-back' | 'assess' | 'observe';
  readonly cites: Cites;
};

export type Trigger = { readonly severity: string; readonly title: Text; readonly cites: Cites };

/** Where steps run. Host, user, port and key come from the inventory. */
export type TargetRole = { readonly name: string; readonly title: Text };

/** A named secret. With `header`, its file holds the line `Header: value`, ready for `curl -H @"$NAME_FILE"`. */
export type SecretUse = { readonly name: string; readonly title: Text; readonly header?: string };

/** Where a system's backups lie and what makes one usable (S2.26, S2.27). */
export type BackupSource = {
  readonly name: string;
  readonly title: Text;
  readonly target: string;
  /** The inventory variable that holds the directory. */
  readonly directory: string;
  /** A file name with `{timestamp}` in it. */
  readonly pattern: string;
  /** The timestamp's form in names, e.g. `YYYYMMDD_HHmmss`, read in the plan's time zone. */
  readonly timestamp: string;
  readonly freshWithin: Milliseconds;
  /** Bytes below which a backup counts as broken. */
  readonly minBytes: number;
  /** Patterns of copies taken by a rollback: listed, never candidates. */
  readonly safetyCopies: readonly string[];
  readonly cites: Cites;
};

/** Whether a step changes anything, and whether that can be taken back. */
export type StepEffect = 'read-only' | 'reversible' | 'irreversible';

/** The smallest thing executed and reported: one fixed script on one target. */
export type Step = {
  readonly id: string;
  readonly title: Text;
  readonly target: string;
  /** POSIX sh. Values reach it only as environment variables. */
  readonly run: string;
  readonly secrets: readonly string[];
  readonly effect: StepEffect;
  readonly deadline: Milliseconds;
  readonly cites: Cites;
};

/** What the record says where no event can, e.g. that a scheme restores no files (S1.58). */
export type RecordNotes = { readonly backup?: Text; readonly files?: Text; readonly restart?: Text };

/** One way to roll back. */
export type Scheme = {
  readonly key: string;
  readonly title: Text;
  /** Further words a person may type for it, e.g. `方案A`. */
  readonly aliases: readonly string[];
  readonly budget: Milliseconds;
  /** The version that is live after this scheme (S2.33, S2.45). */
  readonly version: string;
  readonly when: readonly Text[];
  readonly prechecks: readonly Check[];
  readonly steps: readonly Step[];
  readonly checks: readonly Check[];
  readonly record: RecordNotes;
  readonly cites: Cites;
};

/** One system's rollback document. */
export type Plan = {
  /** The system's name, e.g. `wechat-backend`. */
  readonly name: string;
  readonly title: Text;
  /** The document's version. */
  readonly version: string;
  /** SHA-256 of the file's bytes, in hex. */
  readonly digest: string;
  readonly owner: Text;
  /** IANA name; the zone of backup names, the record and every clock shown. */
  readonly timezone: string;
  /** What is live when the plan applies, and what a full rollback leads to (S2.1). */
  readonly deployedVersion: string;
  readonly rollbackVersion: string;
  readonly roles: Readonly<Record<string, Text>>;
  readonly targets: readonly TargetRole[];
  /** Names of inventory variables with what each is for. */
  readonly variables: Readonly<Record<string, Text>>;
  readonly secrets: readonly SecretUse[];
  readonly severities: readonly Severity[];
  readonly triggers: readonly Trigger[];
  /** How long a request waits for its decision before it expires. */
  readonly approvalValidFor: Milliseconds;
  readonly backups: readonly BackupSource[];
  readonly schemes: readonly Scheme[];
  readonly followUps: readonly Text[];
  readonly cites: Cites;
};
