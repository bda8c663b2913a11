import type { Backup, BackupList, FoundPart, Unusable } from './backup.js';
import { versionIn } from './backup.js';
import type { BackupSet, BackupSource, SingleSource } from './plan.js';
import type { Scheme } from './scheme.js';

/** What lies in one place: a source itself, or the parts of a set. */
export function singlesOf(source: BackupSource): readonly SingleSource[] {
  return source.kind === 'set' ? source.parts : [source];
}

/** The source that a scheme returns to; of a set only the parts that it names. */
export function sourceOf(
  { backup }: Pick<Scheme, 'backup'>,
  sources: readonly BackupSource[],
): BackupSource | undefined {
  const source = sources.find(({ name }) => name === backup?.source);
  return source && partsOnly(source, backup?.parts);
}

/** All sources of a plan as a scheme sees them. */
export function sourcesFor(scheme: Pick<Scheme, 'backup'>, sources: readonly BackupSource[]): readonly BackupSource[] {
  const own = sourceOf(scheme, sources);
  return sources.map((source) => (own && source.name === own.name ? own : source));
}

/** Judges what was found of each part, by version: the highest first. Only a version with every part is usable. */
export function judgeSet(set: BackupSet, lists: readonly BackupList[], now: number): BackupList {
  const versions = new Set(set.parts.flatMap((part, index) => lists[index]?.backups.map(versionOf(part)) ?? []));
  const parts = (version: string) =>
    set.parts.map((part, index): FoundPart => {
      const backup = lists[index]?.backups.find((each) => versionOf(part)(each) === version);
      return { name: part.name, ...(backup ? { backup } : {}) };
    });
  const rollbackVersion = lists[0]?.rollbackVersion;
  const list = { source: set, checkedAt: now, ...(rollbackVersion === undefined ? {} : { rollbackVersion }) };
  const backups = [...versions].map((version) => judgeVersion(set, version, parts(version), list));
  return {
    ...list,
    places: lists.flatMap(({ places }) => places),
    backups: backups.sort((a, b) => compareVersions(b.name, a.name)),
    ignored: ignoredByAll(lists),
  };
}

/** The same list for a scheme that returns to some parts of the set only. */
export function listFor(list: BackupList, backup: Scheme['backup']): BackupList {
  const set = partsOnly(list.source, backup?.parts);
  if (set.kind !== 'set' || set === list.source || list.source.kind !== 'set') return list;
  const isPart = (name: string | undefined) => set.parts.some((part) => part.name === name);
  const found = list.backups.map(({ name, parts = [] }) => ({
    name,
    parts: parts.filter((part) => isPart(part.name)),
  }));
  const there = found.filter(({ parts }) => parts.some((part) => part.backup));
  const { parts } = list.source;
  return {
    ...list,
    source: set,
    places: list.places.filter((_, index) => isPart(parts[index]?.name)),
    backups: there.map((each) => judgeVersion(set, each.name, each.parts, list)),
  };
}

/** `1.10.0` comes after `1.9.0`, and `2.0.0` after `2.0.0-rc1`. */
export function compareVersions(one: string, other: string): number {
  const [core, rest] = split(one);
  const [otherCore, otherRest] = split(other);
  const numeric = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
  if (core !== otherCore) return numeric(core, otherCore);
  if (rest === '' || otherRest === '') return Number(rest === '') - Number(otherRest === '');
  return numeric(rest, otherRest);
}

function split(version: string): readonly [string, string] {
  const [core = '', ...rest] = version.split('-');
  return [core, rest.join('-')];
}

function partsOnly(source: BackupSource, names: readonly string[] | undefined): BackupSource {
  if (source.kind !== 'set' || !names || names.length === source.parts.length) return source;
  return { ...source, parts: source.parts.filter(({ name }) => names.includes(name)) };
}

const versionOf =
  ({ pattern }: SingleSource) =>
  ({ name }: Backup) =>
    versionIn(name, pattern) ?? name;

type Judging = Pick<BackupList, 'checkedAt'>;

function judgeVersion(set: BackupSet, name: string, parts: readonly FoundPart[], list: Judging): Backup {
  const found = parts.flatMap(({ backup }) => backup ?? []);
  const missing = parts.filter(({ backup }) => !backup || backup.unusable).map((part) => part.name);
  const takenAt = takenAtOf(set, parts);
  const age = list.checkedAt - takenAt;
  const isStale = set.freshWithin !== undefined && age > set.freshWithin;
  const bytes = found.reduce((sum, each) => sum + each.bytes, 0);
  const isDeployed = parts.every(({ backup }) => backup?.isDeployed);
  const unusable = fault(set, missing, isStale);
  const unread = found.some(({ isUnread }) => isUnread) ? { isUnread: true } : {};
  const judged = {
    ...unread,
    name,
    path: name,
    takenAt,
    age,
    bytes,
    isStale,
    isDeployed,
    contents: [],
    missing,
    parts,
  };
  return unusable ? { ...judged, unusable } : judged;
}

function fault(set: BackupSet, missing: readonly string[], isStale: boolean): Unusable | undefined {
  if (missing.length > 0) return 'incomplete';
  return isStale && set.older === 'refuse' ? 'stale' : undefined;
}

/** A version tells no time: its tag was made at one, else the last of its files was. It orders nothing. */
function takenAtOf(set: BackupSet, parts: readonly FoundPart[]): number {
  const isTag = (name: string) => set.parts.find((part) => part.name === name)?.kind === 'git-tag';
  const tag = parts.find(({ name, backup }) => backup && isTag(name))?.backup;
  return tag?.takenAt ?? Math.max(0, ...parts.map(({ backup }) => backup?.takenAt ?? 0));
}

/** Parts may share a directory: what one of them knows is no stray name. */
function ignoredByAll(lists: readonly BackupList[]): readonly string[] {
  const keyOf = (list: BackupList) => list.places.map(({ host, directory }) => `${host}:${directory}`).join();
  const names = lists.flatMap((list) => {
    const beside = lists.filter((other) => keyOf(other) === keyOf(list));
    return list.ignored.filter((name) => beside.every(({ ignored }) => ignored.includes(name)));
  });
  return [...new Set(names)];
}
