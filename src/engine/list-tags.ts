import type { DirectoryEntry } from '../domain/backup.js';
import type { BackupSource } from '../domain/plan.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import type { Inside } from './deps.js';

/** Tags of a repository, as entries with the time each was made; one line each, and git allows no space in a name. */
export async function listTags(
  { target: name, directory }: BackupSource,
  place: { readonly targets: Readonly<Record<string, Target>>; readonly variables: Readonly<Record<string, string>> },
  { remote }: Inside,
): Promise<Result<readonly DirectoryEntry[]>> {
  const target = place.targets[name];
  if (!target) return failed({ code: 'target.unknown', at: name });
  const text = `git -C "$${directory}" for-each-ref --format='%(creatordate:unix) %(refname:strip=2)' refs/tags`;
  const end = await remote.observe(target, { text, env: place.variables, secrets: {}, deadline: 30_000 });
  if (end.kind === 'not-started') return failed(end.failure);
  if (end.kind === 'exited' && end.code === 0 && !end.output.cut)
    return ok(end.output.text.split('\n').flatMap(entryOf));
  const detail = 'output' in end && end.output.text.trim() !== '' ? end.output.text.trim() : end.kind;
  return failed({ code: 'host.command-failed', at: target.name, detail, facts: { directory } });
}

function entryOf(line: string): readonly DirectoryEntry[] {
  const [, seconds, name] = /^(\d+) (\S+)$/.exec(line) ?? [];
  if (!seconds || !name) return [];
  return [{ name, kind: 'other', bytes: 0, modifiedAt: Number(seconds) * 1000 }];
}
