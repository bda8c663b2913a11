import type { RoleHolders } from '../domain/system.js';
import type { Target } from '../domain/target.js';
import type { Bilingual, Language } from '../domain/text.js';
import type { ConfigProblem } from './config-problem.js';

/** What backout.yaml says, with every path absolute and every default filled in. */
export type Inventory = {
  readonly environment: string;
  readonly language: Language;
  readonly journalFile: string;
  readonly plansFolder: string;
  /** PEM file of certificates to trust beside the public ones in HTTP checks. */
  readonly certificatesFile?: string;
  readonly slack: {
    readonly team?: string;
    /** Channels with a language of their own. */
    readonly languages: Readonly<Record<string, Language>>;
  };
  /** In the order of the file. */
  readonly systems: readonly SystemEntry[];
  /** A problem at the place in the file where `path` stands, or at its nearest parent. */
  problemAt(path: readonly PropertyKey[], message: Bilingual): ConfigProblem;
};

/** What the inventory says of one system. */
export type SystemEntry = {
  readonly name: string;
  readonly channels: readonly string[];
  readonly language: Language;
  readonly requesters: readonly string[];
  readonly roles: Readonly<Record<string, RoleHolders>>;
  readonly targets: Readonly<Record<string, TargetEntry>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretSource>>;
};

/** Where a target stands below `systems.<name>.targets`: a group's host below its group. */
export function targetPath({ name, group }: Target): readonly string[] {
  return group === undefined ? [name] : [group, 'hosts', name];
}

/** A host over SSH with what a connection needs, or this machine with the place of its steps. */
export type TargetEntry =
  | (Target & { readonly local?: never } & Connection)
  | (Target & { readonly local: true } & LocalPlace);

/** What a connection to a target needs beside its address; both are absolute paths. */
export type Connection = { readonly keyFile: string; readonly knownHostsFile: string };

/** HOME of a local target's steps, unless it is the account's own, and what stands in front of PATH; absolute paths. */
export type LocalPlace = { readonly home?: string; readonly path: readonly string[] };

/** Where a secret's content comes from: a file, or the bot's own environment. */
export type SecretSource = { readonly file: string } | { readonly env: string };
