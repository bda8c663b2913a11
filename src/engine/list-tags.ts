import type { DirectoryEntry } from '../domain/backup.js';
import type { SingleSource } from '../domain/plan.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import type { Inside } from './deps.js';
import { look } from './look.js';

/** So many tags are told; older ones are no way back any more. */
const NEWEST = 1_000;

/** Tags of a repository, as entries with the time each was made; one line each, and git allows no space in a name. */
export async function listTags(
  { target: name, directory }: SingleSource,
  place: { readonly targets: Readonly<Record<string, Target>>; readonly variables: Readonly<Record<string, string>> },
  { remote }: Inside,
): Promise<Result<readonly DirectoryEntry[]>> {
  const target = place.targets[name];
  if (!target) return failed({ code: 'target.unknown', at: name });
  const text = `git -C "$${directory}" for-each-ref --sort=-creatordate --count=${NEWEST} --format='%(creatordate:unix) %(refname:strip=2)' refs/tags`;
  const seen = await look(target, { text, env: place.variables, deadline: 30_000 }, remote);
  return seen.ok ? ok(seen.value.split('\n').flatMap(entryOf)) : seen;
}

function entryOf(line: string): readonly DirectoryEntry[] {
  const [, seconds, name] = /^(\d+) (\S+)$/.exec(line) ?? [];
  if (!seconds || !name) return [];
  return [{ name, kind: 'other', bytes: 0, modifiedAt: Number(seconds) * 1000 }];
}
