import type { DirectoryEntry } from '../domain/backup.js';
import type { SingleSource } from '../domain/plan.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import type { Inside } from './deps.js';
import { look } from './look.js';

/** So many tags are told; older ones are no way back any more. */
const NEWEST = 1_000;

/** Tags of a repository, as entries with the time each was made, and whether it is checked out. */
export async function listTags(
  { target: name, directory }: SingleSource,
  place: { readonly targets: Readonly<Record<string, Target>>; readonly variables: Readonly<Record<string, string>> },
  { remote }: Inside,
): Promise<Result<readonly DirectoryEntry[]>> {
  const target = place.targets[name];
  if (!target) return failed({ code: 'target.unknown', at: name });
  const seen = await look(target, { text: listing(`"$${directory}"`), env: place.variables, deadline: 30_000 }, remote);
  return seen.ok ? ok(entriesOf(seen.value.split('\n'))) : seen;
}

/** One line for each tag, as git allows no space in a name, then one more for each that is checked out. */
function listing(repository: string): string {
  // Nothing is checked out where HEAD leads to no commit: no reason to list nothing.
  return `
git -C ${repository} for-each-ref --sort=-creatordate --count=${NEWEST} --format='%(creatordate:unix) %(refname:strip=2)' refs/tags
git -C ${repository} for-each-ref --points-at=HEAD --format='HEAD %(refname:strip=2)' refs/tags 2>/dev/null || true`;
}

function entriesOf(lines: readonly string[]): readonly DirectoryEntry[] {
  const standing = new Set(lines.map((line) => /^HEAD (\S+)$/.exec(line)?.[1]));
  return lines.flatMap((line): readonly DirectoryEntry[] => {
    const [, seconds, name] = /^(\d+) (\S+)$/.exec(line) ?? [];
    if (!seconds || !name) return [];
    const modifiedAt = Number(seconds) * 1000;
    return [{ name, kind: 'other', bytes: 0, modifiedAt, isDeployed: standing.has(name) }];
  });
}
