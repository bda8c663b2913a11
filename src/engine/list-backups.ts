import { type BackupList, judgeBackups } from '../domain/backup.js';
import { judgeSet } from '../domain/backup-set.js';
import type { BackupSet, BackupSource, Plan, SingleSource } from '../domain/plan.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import type { Inside } from './deps.js';
import { listTags } from './list-tags.js';
import { readNewest } from './read-backups.js';

/** Where a source is looked for: a system, or what a run has pinned of it. */
export type Place = {
  readonly plan: Pick<Plan, 'timezone' | 'deployedVersion' | 'rollbackVersion'>;
  readonly targets: Readonly<Record<string, Target>>;
  readonly variables: Readonly<Record<string, string>>;
};

/** One backup source as it is on its host right now; of a set, as it is on all hosts that hold a part of it. */
export async function listSource(source: BackupSource, place: Place, inside: Inside): Promise<Result<BackupList>> {
  return source.kind === 'set' ? listSet(source, place, inside) : listSingle(source, place, inside);
}

async function listSet(set: BackupSet, place: Place, inside: Inside): Promise<Result<BackupList>> {
  const found = await Promise.all(set.parts.map((part) => listSingle(part, place, inside)));
  const failure = found.find((each) => !each.ok);
  if (failure) return failure;
  const lists = found.flatMap((each) => (each.ok ? [each.value] : []));
  return ok(judgeSet(set, lists, inside.clock.now()));
}

async function listSingle(source: SingleSource, place: Place, inside: Inside): Promise<Result<BackupList>> {
  const { targets, variables, plan } = place;
  const target = targets[source.target];
  if (!target) return failed({ code: 'target.unknown', at: source.target });
  const directory = variables[source.directory] ?? '';
  const entries =
    source.kind === 'git-tag' ? await listTags(source, place, inside) : await inside.remote.list(target, directory);
  if (!entries.ok) return entries;
  const found = { ...plan, host: target.host, directory, now: inside.clock.now() };
  const list = judgeBackups(source, entries.value, found);
  return ok(await readNewest(list, entries.value, source, { target, variables }, inside));
}

/** All backup sources of a system, or the one of this name; the first that cannot be listed fails the whole. */
export async function listBackups(name: string, inside: Inside, only?: string): Promise<Result<readonly BackupList[]>> {
  const system = inside.catalog.systems().find(({ plan }) => plan.name === name);
  if (!system) return failed({ code: 'plan.unknown', at: name });
  const lists: BackupList[] = [];
  for (const source of system.plan.backups.filter((each) => only === undefined || each.name === only)) {
    const list = await listSource(source, system, inside);
    if (!list.ok) return list;
    lists.push(list.value);
  }
  return ok(lists);
}
