import type { BackupSource, SingleSource } from './plan.js';
import { type Instant, instantOf, type Milliseconds } from './time.js';

/** One directory entry as the host reported it. */
export type DirectoryEntry = {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly bytes: number;
  readonly modifiedAt: Instant;
  /** What a directory holds at its first level; undefined for anything else, or when it cannot be read. */
  readonly contents?: readonly Content[];
  /** The account that logs in may not read it. */
  readonly isClosed?: true;
  /** Of a tag: it is what its repository has checked out. */
  readonly isDeployed?: boolean;
};

/** One entry inside a directory that is a backup. */
export type Content = {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly bytes: number;
};

/** Why a backup is no candidate. */
export type Unusable =
  | 'empty'
  | 'too-small'
  | 'incomplete'
  | 'stale'
  | 'safety-copy'
  | 'wrong-kind'
  | 'in-the-future'
  /** The account that logs in may not read it. */
  | 'closed'
  /** Its source's own script finds it broken. */
  | 'unreadable';

/** A restorable artefact. `takenAt` comes from its name, never from the file's time (S1.12, defect of `ls -t`). */
export type Backup = {
  readonly name: string;
  readonly path: string;
  readonly takenAt: Instant;
  readonly age: Milliseconds;
  readonly bytes: number;
  readonly unusable?: Unusable;
  /** Of an unreadable one: what the script said. */
  readonly said?: string;
  /** Its source has a script that reads it, and a listing did not: that is done when it is asked for. */
  readonly isUnread?: boolean;
  /** Older than it should be; when it is not `unusable`, a person may choose it all the same. */
  readonly isStale: boolean;
  /** Of a tag: it stands there now; of a set, every part does. It is not proposed unless the plan leads to it. */
  readonly isDeployed: boolean;
  /** What a directory holds. */
  readonly contents: readonly Content[];
  /** What an incomplete one lacks or holds empty; of a set, the names of its parts. */
  readonly missing: readonly string[];
  /** Of a set: each part, and what was found of it. */
  readonly parts?: readonly FoundPart[];
};

/** A part of a set, if there is one of this version. */
export type FoundPart = { readonly name: string; readonly backup?: Backup };

/** A backup that a person chose, as it was found: what the approval covers and the run checks before it touches anything. */
export type ChosenBackup = {
  readonly source: string;
  readonly kind: BackupSource['kind'];
  /** A path, or the name of a tag; of a set, its version. */
  readonly path: string;
  readonly name: string;
  readonly takenAt: Instant;
  readonly bytes: number;
  /** SHA-256 over its content in hex; of a tag, its commit; of a set, over the digests of its parts. */
  readonly digest: string;
  /** It was deployed when it was chosen. */
  readonly isDeployed?: boolean;
  /** Of a set: what the run returns to, each with its own identity. */
  readonly parts?: readonly ChosenPart[];
};

/** A part of a chosen set. */
export type ChosenPart = Pick<ChosenBackup, 'kind' | 'path' | 'bytes' | 'digest'> & { readonly name: string };

/** What a source holds: backups newest first, and names that are no backups at all. */
export type BackupList = {
  readonly source: BackupSource;
  /** Where it was looked: one place, or one for each part of a set. */
  readonly places: readonly { readonly host: string; readonly directory: string }[];
  readonly checkedAt: Instant;
  /** The version that the plan leads to. */
  readonly rollbackVersion?: string;
  readonly backups: readonly Backup[];
  /** Entries that match no pattern, in printable form. */
  readonly ignored: readonly string[];
};

/** Where a source's entries were found, and what else judging them takes. */
export type Place = {
  readonly host: string;
  readonly directory: string;
  readonly timezone: string;
  /** What the plan says is deployed: it counts where the repository stands at no tag, or nobody looked. */
  readonly deployedVersion?: string;
  /** The version that the plan leads to. */
  readonly rollbackVersion?: string;
  readonly now: Instant;
};

/** Judges the entries of a source's directory at `now`; newest first by the timestamp in the name, then by name. Tags go by the time they were made. */
export function judgeBackups(source: SingleSource, entries: readonly DirectoryEntry[], place: Place): BackupList {
  const deployed = deployedOf(entries, place);
  const judged = entries.map((entry) => ({ entry, backup: judge(source, entry, place, deployed) }));
  const backups = judged.flatMap(({ backup }) => (backup ? [backup] : []));
  backups.sort((a, b) => b.takenAt - a.takenAt || (a.name < b.name ? -1 : 1));
  return {
    source,
    places: [{ host: place.host, directory: place.directory }],
    checkedAt: place.now,
    ...(place.rollbackVersion === undefined ? {} : { rollbackVersion: place.rollbackVersion }),
    backups,
    ignored: judged.filter(({ backup }) => !backup).map(({ entry }) => entry.name),
  };
}

/** What is deployed, by name: the repository's word, and only where it names none, the plan's. */
function deployedOf(entries: readonly DirectoryEntry[], { deployedVersion }: Place): readonly string[] {
  const standing = entries.filter(({ isDeployed }) => isDeployed).map(({ name }) => name);
  return standing.length > 0 || deployedVersion === undefined ? standing : [deployedVersion];
}

/** The newest usable backup from before what is deployed; another one only when there is none. */
export function newestUsable({ backups }: BackupList): Backup | undefined {
  const [newest] = [...usableOf(earlier(backups)), ...usableOf(backups)];
  return newest;
}

/**
 * What a scheme takes unless a person chooses otherwise: the version that the plan leads to, else the newest that is not stale
 * and comes before what is deployed.
 */
export function defaultBackup(list: BackupList): Backup | undefined {
  const named = usableOf(list.backups).find((backup) => isRollbackVersion(backup, list));
  return named ?? usableOf(earlier(list.backups)).find(({ isStale }) => !isStale);
}

function usableOf(backups: readonly Backup[]): readonly Backup[] {
  return backups.filter(({ unusable }) => !unusable);
}

/** Of what was taken back once, the tag is still the newest: a rollback leads to before what is deployed. */
function earlier(backups: readonly Backup[]): readonly Backup[] {
  const standing = backups.findIndex(({ isDeployed }) => isDeployed);
  return backups.slice(standing + 1).filter(({ isDeployed }) => !isDeployed);
}

type Versioned = Pick<Backup, 'name' | 'parts'>;
type Leading = Pick<BackupList, 'rollbackVersion'> & { readonly source: BackupSource };

/** Whether the plan leads to it. A set is also known by what the version is called in one of its parts, e.g. its tag. */
function isRollbackVersion({ name, parts = [] }: Versioned, { source, rollbackVersion }: Leading): boolean {
  if (rollbackVersion === undefined) return false;
  if (source.kind === 'set') return [name, ...parts.map(({ backup }) => backup?.name)].includes(rollbackVersion);
  return source.kind === 'git-tag' && name === rollbackVersion;
}

function judge(
  source: SingleSource,
  entry: DirectoryEntry,
  place: Place,
  deployed: readonly string[],
): Backup | undefined {
  const own = takenAtOf(source, source.pattern, entry, place.timezone);
  const copies = source.safetyCopies.map((pattern) => takenAtOf(source, pattern, entry, place.timezone));
  const takenAt = own ?? copies.find((at) => at !== undefined);
  if (takenAt === undefined) return undefined;
  const { contents = [], name } = entry;
  const isDeployed = source.kind === 'git-tag' && deployed.includes(name);
  const age = place.now - takenAt;
  const isStale = source.freshWithin !== undefined && age > source.freshWithin;
  const missing = source.contains.filter((wanted) => !contents.some((each) => isWhole(each, wanted)));
  const bytes = source.kind === 'directory' ? contents.reduce((sum, each) => sum + each.bytes, 0) : entry.bytes;
  const path = source.kind === 'git-tag' ? name : `${place.directory}/${name}`;
  const found = { name, path, takenAt, age, bytes, isStale, isDeployed, contents, missing };
  const unusable = own === undefined ? 'safety-copy' : fault(source, entry, found);
  return unusable ? { ...found, unusable } : found;
}

/** Links are no backup: what they lead to may change. */
function isWhole({ name, kind, bytes }: Content, wanted: string): boolean {
  return name === wanted && (kind === 'directory' || (kind === 'file' && bytes > 0));
}

function fault(source: SingleSource, entry: DirectoryEntry, found: Backup): Unusable | undefined {
  if (source.kind === 'git-tag') return staleness(source, found);
  if (entry.kind !== source.kind) return 'wrong-kind';
  if (entry.isClosed) return 'closed';
  if (found.missing.length > 0) return 'incomplete';
  if (found.bytes === 0) return 'empty';
  if (found.bytes < source.minBytes) return 'too-small';
  // A minute of slack for clocks that differ between the host and the bot.
  if (found.age < -60_000) return 'in-the-future';
  return staleness(source, found);
}

function staleness({ older }: SingleSource, { isStale }: Backup): Unusable | undefined {
  return isStale && older === 'refuse' ? 'stale' : undefined;
}

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<YYYY>\\d{4})',
  MM: '(?<MM>\\d{2})',
  DD: '(?<DD>\\d{2})',
  HH: '(?<HH>\\d{2})',
  mm: '(?<mm>\\d{2})',
  ss: '(?<ss>\\d{2})',
};

function takenAtOf(
  { timestamp }: SingleSource,
  pattern: string,
  { name, modifiedAt }: DirectoryEntry,
  timezone: string,
): Instant | undefined {
  if (pattern.includes('{version}')) return versionIn(name, pattern) === undefined ? undefined : modifiedAt;
  const [before = '', after = ''] = pattern.split('{timestamp}').map(escapePattern);
  const stamp = escapePattern(timestamp).replaceAll(/YYYY|MM|DD|HH|mm|ss/g, (token) => TOKENS[token] ?? token);
  const part = new RegExp(`^${before}${stamp}${after}$`).exec(name)?.groups;
  if (!part) return undefined;
  const number = (token: string) => Number(part[token] ?? 0);
  return instantOf([number('YYYY'), number('MM'), number('DD'), number('HH'), number('mm'), number('ss')], timezone);
}

/** The version in a name of this pattern. It begins with a digit and holds what git and shells take plainly. */
export function versionIn(name: string, pattern: string): string | undefined {
  const [before = '', after = ''] = pattern.split('{version}').map(escapePattern);
  return new RegExp(`^${before}(\\d[A-Za-z0-9._+-]*)${after}$`).exec(name)?.[1];
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
