import { type Backup, type BackupList, type ChosenBackup, type ChosenPart, defaultBackup } from '../domain/backup.js';
import { identifyScript } from '../domain/backup-identity.js';
import { sourceOf } from '../domain/backup-set.js';
import type { Failure } from '../domain/failure.js';
import type { BackupSet, SingleSource } from '../domain/plan.js';
import { printable, shorten } from '../domain/printable.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Scheme } from '../domain/scheme.js';
import type { System } from '../domain/system.js';
import type { Inside } from './deps.js';
import { sha256 } from './digest.js';
import { listSource } from './list-backups.js';
import { look } from './look.js';

/** Hashing a large backup takes its time. */
const IDENTIFY_WITHIN = 300_000;
/** Characters of what the host said that people are shown. */
const QUOTED = 200;

/**
 * The backup that a scheme is to return to, by name or the one it takes by default, with its identity as the host tells
 * it now; undefined for a scheme that needs none. Fails when there is no such backup or it is not usable.
 */
export async function chooseBackup(
  system: System,
  scheme: Scheme,
  wanted: string | undefined,
  inside: Inside,
): Promise<Result<ChosenBackup | undefined>> {
  const { plan } = system;
  const source = sourceOf(scheme, plan.backups);
  if (!source) return ok(undefined);
  const listed = await listSource(source, system, inside);
  if (!listed.ok) return listed;
  const found =
    wanted === undefined ? defaultBackup(listed.value) : listed.value.backups.find(({ name }) => name === wanted);
  if (!found)
    return failed(
      wanted === undefined
        ? { code: 'backup.missing', at: placesText(listed.value) }
        : { code: 'backup.unknown', at: wanted },
    );
  if (found.unusable) return failed({ code: 'backup.unusable', at: found.name, facts: factsOf(found) });
  const identified = await (source.kind === 'set'
    ? identifySet(system, source, found, inside)
    : identify(system, source, found, inside));
  return identified.ok && found.isDeployed ? ok({ ...identified.value, isDeployed: true }) : identified;
}

function placesText({ places }: BackupList): string {
  return [...new Set(places.map(({ host, directory }) => `${host}:${directory}`))].join(', ');
}

/** Why it cannot be taken, and what is missing of it. */
function factsOf({ unusable, missing, said, parts = [] }: Backup): Readonly<Record<string, string>> {
  const lacking = missing.map((name) => {
    const heard = parts.find((part) => part.name === name)?.backup?.said;
    return heard ? `${name}: ${heard}` : name;
  });
  const seen = said ?? lacking.join(', ');
  return { why: unusable ?? '', ...(seen === '' ? {} : { seen }) };
}

/** A set is what its parts are: the first that cannot be read fails the whole. */
async function identifySet(
  system: System,
  set: BackupSet,
  { name, path, takenAt, parts = [] }: Backup,
  inside: Inside,
): Promise<Result<ChosenBackup>> {
  const found = set.parts.flatMap((part) => {
    const backup = parts.find((each) => each.name === part.name)?.backup;
    return backup ? [identify(system, part, backup, inside)] : [];
  });
  const identified = await Promise.all(found);
  const failure = identified.find((each) => !each.ok);
  if (failure) return failure;
  const chosen = identified.flatMap((each): readonly ChosenPart[] => {
    if (!each.ok) return [];
    const { source, kind, path: at, bytes, digest } = each.value;
    return [{ name: source, kind, path: at, bytes, digest }];
  });
  const bytes = chosen.reduce((sum, part) => sum + part.bytes, 0);
  const digest = sha256(chosen.map((part) => `${part.name} ${part.digest}\n`).join(''));
  return ok({ source: set.name, kind: set.kind, name, path, takenAt, bytes, digest, parts: chosen });
}

async function identify(
  { targets, variables }: System,
  source: SingleSource,
  { name, path, takenAt, bytes }: Backup,
  { remote }: Inside,
): Promise<Result<ChosenBackup>> {
  const target = targets[source.target];
  if (!target) return failed({ code: 'target.unknown', at: source.target });
  const env = { ...variables, BACKUP: path };
  const seen = await look(target, { text: identifyScript(source), env, deadline: IDENTIFY_WITHIN }, remote);
  if (!seen.ok) return isUnreadable(seen.failure) ? failed(unreadable(name, seen.failure.detail)) : seen;
  const digest = /^digest ([0-9a-f]{40,64})$/m.exec(seen.value)?.[1];
  if (!digest) return failed(unreadable(name, seen.value.trim()));
  // A directory's size is more than its first level.
  const told = Number(/^bytes (\d{1,15})$/m.exec(seen.value)?.[1] ?? bytes);
  return ok({ source: source.name, kind: source.kind, name, path, takenAt, bytes: told, digest });
}

/** The host was there, and the backup could not be read. */
function isUnreadable({ code }: Failure): boolean {
  return code === 'host.command-failed';
}

function unreadable(at: string, detail = ''): Failure {
  const seen = shorten(printable(detail).trim(), QUOTED);
  return { code: 'backup.unusable', at, detail, facts: { why: 'unreadable', ...(seen ? { seen } : {}) } };
}
