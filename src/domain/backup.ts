import type { BackupSource } from './plan.js';
import { type Instant, instantOf, type Milliseconds } from './time.js';

/** One directory entry as the host reported it. */
export type DirectoryEntry = {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly bytes: number;
  readonly modifiedAt: Instant;
  /** What a directory holds at its first level; undefined for anything else, or when it cannot be read. */
  readonly contents?: readonly Content[];
};

/** One entry inside a directory that is a backup. */
export type Content = {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly bytes: number;
};

/** Why a backup is no candidate. */
export type Unusable = 'empty' | 'too-small' | 'stale' | 'safety-copy' | 'not-a-file' | 'in-the-future';

/** A restorable artefact. `takenAt` comes from its name, never from the file's time (S1.12, defect of `ls -t`). */
export type Backup = {
  readonly name: string;
  readonly path: string;
  readonly takenAt: Instant;
  readonly age: Milliseconds;
  readonly bytes: number;
  readonly unusable?: Unusable;
};

/** What a source holds: backups newest first, and names that are no backups at all. */
export type BackupList = {
  readonly source: BackupSource;
  readonly host: string;
  readonly directory: string;
  readonly checkedAt: Instant;
  readonly backups: readonly Backup[];
  /** Entries that match no pattern, in printable form. */
  readonly ignored: readonly string[];
};

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<YYYY>\\d{4})',
  MM: '(?<MM>\\d{2})',
  DD: '(?<DD>\\d{2})',
  HH: '(?<HH>\\d{2})',
  mm: '(?<mm>\\d{2})',
  ss: '(?<ss>\\d{2})',
};

/** Judges the entries of a source's directory at `now`; newest first by the timestamp in the name, then by name. */
export function judgeBackups(
  source: BackupSource,
  entries: readonly DirectoryEntry[],
  place: { readonly host: string; readonly directory: string; readonly timezone: string; readonly now: Instant },
): BackupList {
  const judged = entries.map((entry) => ({ entry, backup: judge(source, entry, place) }));
  const backups = judged.flatMap(({ backup }) => (backup ? [backup] : []));
  backups.sort((a, b) => b.takenAt - a.takenAt || (a.name < b.name ? -1 : 1));
  return {
    source,
    host: place.host,
    directory: place.directory,
    checkedAt: place.now,
    backups,
    ignored: judged.filter(({ backup }) => !backup).map(({ entry }) => entry.name),
  };
}

/** The backup a scheme would take: the newest usable one. */
export function newestUsable(list: BackupList): Backup | undefined {
  return list.backups.find(({ unusable }) => !unusable);
}

function judge(
  source: BackupSource,
  entry: DirectoryEntry,
  place: { readonly directory: string; readonly timezone: string; readonly now: Instant },
): Backup | undefined {
  const own = takenAtOf(source.pattern, source.timestamp, entry.name, place.timezone);
  const copies = source.safetyCopies.map((pattern) => takenAtOf(pattern, source.timestamp, entry.name, place.timezone));
  const takenAt = own ?? copies.find((at) => at !== undefined);
  if (takenAt === undefined) return undefined;
  const age = place.now - takenAt;
  const unusable = own === undefined ? 'safety-copy' : fault(source, entry, age);
  const found = { name: entry.name, path: `${place.directory}/${entry.name}`, takenAt, age, bytes: entry.bytes };
  return unusable ? { ...found, unusable } : found;
}

function fault(source: BackupSource, entry: DirectoryEntry, age: Milliseconds): Unusable | undefined {
  if (entry.kind !== 'file') return 'not-a-file';
  if (entry.bytes === 0) return 'empty';
  if (entry.bytes < source.minBytes) return 'too-small';
  // A minute of slack for clocks that differ between the host and the bot.
  if (age < -60_000) return 'in-the-future';
  return age > source.freshWithin ? 'stale' : undefined;
}

function takenAtOf(pattern: string, timestamp: string, name: string, timezone: string): Instant | undefined {
  const [before = '', after = ''] = pattern.split('{timestamp}').map(escapePattern);
  const stamp = escapePattern(timestamp).replaceAll(/YYYY|MM|DD|HH|mm|ss/g, (token) => TOKENS[token] ?? token);
  const part = new RegExp(`^${before}${stamp}${after}$`).exec(name)?.groups;
  if (!part) return undefined;
  const number = (token: string) => Number(part[token] ?? 0);
  return instantOf([number('YYYY'), number('MM'), number('DD'), number('HH'), number('mm'), number('ss')], timezone);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
