import { type BackupList, judgeBackups } from '../domain/backup.js';
import type { BackupSource } from '../domain/plan.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import type { Inside } from './deps.js';

/** Where a source is looked for: the targets and variables of a system, or those that a run has pinned. */
export type Place = {
  readonly targets: Readonly<Record<string, Target>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly timezone: string;
};

/** One backup source as it is on its host right now. */
export async function listSource(source: BackupSource, place: Place, inside: Inside): Promise<Result<BackupList>> {
  const target = place.targets[source.target];
  if (!target) return failed({ code: 'target.unknown', at: source.target });
  const directory = place.variables[source.directory] ?? '';
  const entries = await inside.remote.list(target, directory);
  if (!entries.ok) return entries;
  const { timezone } = place;
  return ok(judgeBackups(source, entries.value, { host: target.host, directory, timezone, now: inside.clock.now() }));
}

/** All backup sources of a system; the first that cannot be listed fails the whole. */
export async function listBackups(name: string, inside: Inside): Promise<Result<readonly BackupList[]>> {
  const system = inside.systems.find(({ plan }) => plan.name === name);
  if (!system) return failed({ code: 'plan.unknown', at: name });
  const { targets, variables, plan } = system;
  const lists: BackupList[] = [];
  for (const source of plan.backups) {
    const list = await listSource(source, { targets, variables, timezone: plan.timezone }, inside);
    if (!list.ok) return list;
    lists.push(list.value);
  }
  return ok(lists);
}
