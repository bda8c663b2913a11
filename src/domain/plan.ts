import type { Contact, Emergency, Revision, Signature } from './contact.js';
import type { Scheme } from './scheme.js';
import type { Item, NoticeTemplate, Review, Template } from './template.js';
import type { Text } from './text.js';
import type { Milliseconds, Term } from './time.js';

/** Items of the source document that an element carries out, e.g. `S2.32`. */
export type Cites = readonly string[];

/** How bad it is, who decides and how soon. Its meaning is the plan's own: P0 is 5 minutes in S2 and 15 in S4. */
export type Severity = {
  readonly key: string;
  readonly title: Text;
  readonly deciders: readonly string[];
  readonly respondWithin: Term;
  /** How soon the service must be back (S4.48). */
  readonly recoverWithin?: Milliseconds;
  /** What the document orders at this severity; only `roll-back` and `assess` may lead to a run (S2.15, S2.21). */
  readonly action: 'roll-back' | 'assess' | 'observe';
  /** What people do first, before or instead of a rollback, e.g. pause the release (S2.15). */
  readonly instructions: readonly Text[];
  /** The scheme that the document names for it (S2.83). */
  readonly scheme?: string;
  readonly cites: Cites;
};

export type Trigger = { readonly severity: string; readonly title: Text; readonly cites: Cites };

/** Where steps run. Host, user, port and key come from the inventory; so do the hosts of a `group`. */
export type TargetRole = { readonly name: string; readonly title: Text; readonly group?: true };

/** A named secret. With `header`, its file holds the line `Header: value`, ready for `curl -H @"$NAME_FILE"`. */
export type SecretUse = { readonly name: string; readonly title: Text; readonly header?: string };

/** Where a system's backups lie and what makes one usable (S1.12, S2.26, S2.27). */
export type BackupSource = SingleSource | BackupSet;

/** Several backups that share a version and count only together: a dump, a copy of the pages, a tag (S3.71). */
export type BackupSet = {
  readonly name: string;
  readonly title: Text;
  readonly kind: 'set';
  /** In the order of the file. Each lies where it says; its pattern has `{version}` in it. */
  readonly parts: readonly SingleSource[];
  /** Older ones are stale. */
  readonly freshWithin?: Milliseconds;
  readonly older: 'refuse' | 'choose';
  readonly cites: Cites;
};

/** One place of backups that are each one thing. */
export type SingleSource = {
  readonly name: string;
  readonly title: Text;
  readonly target: string;
  readonly kind: 'file' | 'directory' | 'git-tag';
  /** The inventory variable that holds the directory; of tags, the repository. */
  readonly directory: string;
  /** A name with `{timestamp}` in it; of tags and of parts of a set, a name with `{version}` in it. */
  readonly pattern: string;
  /** The timestamp's form in names, e.g. `YYYYMMDD_HHmmss`, read in the plan's time zone; empty where names hold a version. */
  readonly timestamp: string;
  /** Older ones are stale. */
  readonly freshWithin?: Milliseconds;
  /** Whether a person may choose a stale one. */
  readonly older: 'refuse' | 'choose';
  /** Bytes below which a backup counts as broken. */
  readonly minBytes: number;
  /** A script that only reads and fails for a broken one; it sees `BACKUP` and the plan's variables. */
  readonly complete?: string;
  /** What a directory must hold, none of it empty. */
  readonly contains: readonly string[];
  /** Patterns of copies taken by a rollback: listed, never candidates. */
  readonly safetyCopies: readonly string[];
  readonly cites: Cites;
};

/**
 * A box of the list that must be complete before somebody can approve. Only those answered by a `person` are ticked by
 * one; the others are answered by what Backout itself did (S1.33 to S1.38).
 */
export type ChecklistItem = {
  readonly id: string;
  readonly title: Text;
  readonly answeredBy: 'person' | 'request' | 'prechecks' | 'message' | 'checks';
  readonly cites: Cites;
};

/** A document, a place or a practice that the plan names. */
export type Reference = { readonly title: Text; readonly at: string; readonly cites: Cites };

/** A command for people, e.g. to look at a log; printed with the plan, run by nobody but them (S2.100). */
export type Command = { readonly title: Text; readonly target: string; readonly run: string; readonly cites: Cites };

/** An item of the source document that the plan does not carry out, and why. */
export type LeftOut = { readonly item: string; readonly reason: Text };

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
  /** What is live when the plan applies, and what a full rollback leads to (S2.1); not every document says. */
  readonly deployedVersion?: string;
  readonly rollbackVersion?: string;
  readonly roles: Readonly<Record<string, Text>>;
  readonly targets: readonly TargetRole[];
  /** Names of inventory variables with what each is for. */
  readonly variables: Readonly<Record<string, Text>>;
  readonly secrets: readonly SecretUse[];
  readonly severities: readonly Severity[];
  readonly triggers: readonly Trigger[];
  readonly principles: readonly Item[];
  /** How long a request waits for its decision before it expires. */
  readonly approvalValidFor: Milliseconds;
  readonly checklist: readonly ChecklistItem[];
  readonly backups: readonly BackupSource[];
  readonly schemes: readonly Scheme[];
  readonly followUps: readonly Item[];
  readonly contacts: readonly Contact[];
  readonly emergency: Emergency;
  readonly notice?: NoticeTemplate;
  readonly record?: Template;
  readonly review?: Review;
  readonly practices: readonly Item[];
  readonly documents: readonly Reference[];
  readonly locations: readonly Reference[];
  readonly commands: readonly Command[];
  readonly signOff: readonly Signature[];
  readonly history: readonly Revision[];
  readonly leftOut: readonly LeftOut[];
  readonly cites: Cites;
};
