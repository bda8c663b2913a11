import type { Check, CommandCheck } from './check.js';
import type { Cites } from './plan.js';
import type { Text } from './text.js';
import type { Milliseconds } from './time.js';

/** Whether a step changes anything, and whether that can be taken back. */
export type StepEffect = 'read-only' | 'reversible' | 'irreversible';

/**
 * How often a step may reach its host. `observe`: freely. `fenced`: once, guarded by a claim on the host. `converge`: again
 * is harmless, its author says. `once`: nothing can guard it (another system's API), so an unclear end stays unknown.
 */
export const REPEATS = ['observe', 'fenced', 'converge', 'once'] as const;
export type Repeat = (typeof REPEATS)[number];

/** A script beside a step: what it saves before, or what puts things back after. */
export type SideScript = {
  readonly title: Text;
  readonly run: string;
  readonly deadline: Milliseconds;
  readonly cites: Cites;
};

/** A script that only looks whether a step's work is there: exit code 0 says yes. */
export type Verify = { readonly run: string; readonly deadline: Milliseconds };

/** A script that only looks whether a step is needed: 0 says that it is, 1 that it is not, anything else that nobody can tell. */
export type Condition = { readonly title: Text; readonly run: string; readonly deadline: Milliseconds };

/** What a person does where no script can, e.g. at another company's console. */
export type ManualStep = {
  /** The role that does it; without it, anybody who has a say. */
  readonly role?: string;
  /** Without an answer by then it failed: nobody knows. */
  readonly within: Milliseconds;
  /** What to do, in order. */
  readonly instructions: readonly Text[];
};

/** The smallest thing executed and reported: one fixed script on one target, or what one person does. */
export type Step = {
  readonly id: string;
  readonly title: Text;
  /** Empty where a person does it. */
  readonly target: string;
  /** POSIX sh. Values reach it only as environment variables. Empty where a person does it. */
  readonly run: string;
  readonly manual?: ManualStep;
  /** Asked on its host just before its script, which runs only when this says so (S5.27, S3.27). */
  readonly when?: Condition;
  readonly secrets: readonly string[];
  readonly effect: StepEffect;
  readonly repeat: Repeat;
  readonly deadline: Milliseconds;
  /** Ended when it prints nothing for this long. */
  readonly inactivity?: Milliseconds;
  /** The variable that holds its working directory; the account's home when not said. */
  readonly directory?: string;
  /** Runs as this account of the host, through sudo. */
  readonly user?: string;
  /** Fixed values beside the plan's variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs as a step of its own just before this one (S2.54). */
  readonly snapshot?: SideScript;
  /** Asked when nobody can prove how the step ended, for people to judge by. It sees what the step sees, but no secrets. */
  readonly verify?: Verify;
  /** Puts back what this step did, also when it did only a part of it; runs as a step of its own. */
  readonly undo?: SideScript;
  readonly cites: Cites;
};

/** What the record says where no event can, e.g. that a scheme restores no files (S1.58). */
export type RecordNotes = { readonly backup?: Text; readonly files?: Text; readonly restart?: Text };

/** What may start a restore without asking anybody: a failed step, a failed verification. */
export const RESTORE_STARTS = ['step', 'verification'] as const;
export type RestoreStart = (typeof RESTORE_STARTS)[number];

/** How a scheme's changes are taken back: each started step's `undo`, the last first. */
export type Restore = {
  /** What starts it without asking. Otherwise people choose. */
  readonly automatic: readonly RestoreStart[];
  /** How it is seen that things are as they were. Never manual; at least one that is required. They see `BACKOUT_RUN`. */
  readonly checks: readonly Check[];
  /** They pass while the kept copies are still there; without any, nothing is undone after a success. They see `BACKOUT_RUN`. */
  readonly kept: readonly CommandCheck[];
  readonly cites: Cites;
};

/** One way to roll back. */
export type Scheme = {
  readonly key: string;
  readonly title: Text;
  /** Further words a person may type for it, e.g. `方案A`. */
  readonly aliases: readonly string[];
  readonly budget: Milliseconds;
  /** The version that is live after this scheme (S2.33, S2.45); without it, the chosen backup's name (S1.52). */
  readonly version?: string;
  readonly when: readonly Text[];
  readonly pros: readonly Text[];
  readonly cons: readonly Text[];
  readonly recommended: boolean;
  /** The source of which a person chooses what to return to. */
  readonly backup?: {
    readonly source: string;
    /** Of a set, the parts that the scheme returns to; all of them when not said. */
    readonly parts?: readonly string[];
    readonly cites: Cites;
  };
  /** What to try when this one did not help (S2.40, S2.51). */
  readonly next?: { readonly scheme: string; readonly when: Text };
  readonly prechecks: readonly Check[];
  readonly steps: readonly Step[];
  readonly checks: readonly Check[];
  /** Without it nothing is taken back by Backout. */
  readonly restore?: Restore;
  readonly record: RecordNotes;
  readonly cites: Cites;
};
