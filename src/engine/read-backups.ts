import type { Backup, BackupList, DirectoryEntry } from '../domain/backup.js';
import type { SingleSource } from '../domain/plan.js';
import { printable, shorten } from '../domain/printable.js';
import type { Target } from '../domain/target.js';
import type { Inside } from './deps.js';
import { sha256 } from './digest.js';

/** A listing reads so many of the newest files, none that has more bytes, and not longer than that: dumps can be huge. */
const NEWEST = 5;
const LARGEST = 256 * 1024 * 1024;
const WITHIN = 20_000;
/** Characters of what the script said. */
const QUOTED = 200;

/** What a source's `complete` said of a file, as long as that keeps its size and its time. */
type Reading = { readonly kind: 'whole' | 'unread' } | { readonly kind: 'broken'; readonly said: string };

/** What was read before, by target, path, size, time and script: no file is read twice. */
export type Readings = Map<string, Promise<Reading>>;

/** Where files are read. */
export type ReadingPlace = { readonly target: Target; readonly variables: Readonly<Record<string, string>> };

/**
 * Reads the newest usable files of a list with their source's `complete`, those that were not read yet, one after the other.
 * What it calls broken is unusable; what was too large, too old or took too long says that it is unread.
 */
export async function readNewest(
  list: BackupList,
  entries: readonly DirectoryEntry[],
  source: SingleSource,
  place: ReadingPlace,
  inside: Inside,
): Promise<BackupList> {
  const { kind, complete } = source;
  if (kind !== 'file' || complete === undefined) return list;
  const until = performance.now() + WITHIN;
  const newest = list.backups.filter(({ unusable, bytes }) => !unusable && bytes <= LARGEST).slice(0, NEWEST);
  const told = new Map<string, Reading>();
  for (const { name, path } of newest) {
    const { bytes, modifiedAt } = entries.find((entry) => entry.name === name) ?? {};
    const key = [place.target.name, path, bytes, modifiedAt, sha256(complete)].join('\0');
    const deadline = Math.round(until - performance.now());
    told.set(name, await readOnce(key, () => read(path, complete, deadline, place, inside), inside.readings));
  }
  return { ...list, backups: list.backups.map((backup) => withReading(backup, told.get(backup.name))) };
}

function withReading(backup: Backup, reading: Reading | undefined): Backup {
  if (backup.unusable || reading?.kind === 'whole') return backup;
  if (reading?.kind === 'broken') return { ...backup, unusable: 'unreadable', said: reading.said };
  return { ...backup, isUnread: true };
}

/** Two listings at once read a file once. What nobody could tell is asked again next time. */
async function readOnce(key: string, reads: () => Promise<Reading | undefined>, readings: Readings): Promise<Reading> {
  const known = readings.get(key);
  if (known) return known;
  const reading = reads().then((told) => {
    if (!told) readings.delete(key);
    return told ?? { kind: 'unread' as const };
  });
  readings.set(key, reading);
  return reading;
}

/** Undefined when the host did not tell. */
async function read(
  path: string,
  text: string,
  deadline: number,
  { target, variables }: ReadingPlace,
  { remote }: Inside,
): Promise<Reading | undefined> {
  if (deadline <= 0) return undefined;
  const end = await remote.observe(target, { text, env: { ...variables, BACKUP: path }, deadline, secrets: {} });
  if (end.kind === 'timed-out') return { kind: 'unread' };
  if (end.kind !== 'exited') return undefined;
  if (end.code === 0) return { kind: 'whole' };
  return { kind: 'broken', said: shorten(printable(end.output.text).trim(), QUOTED) };
}
