import type { Findings } from '../system.js';
import { git } from './repository.js';

/** What is checked out in the app's folder. */
export type Code = {
  /** The tag of the checked-out commit; undefined when it has none. */
  readonly tag: string | undefined;
  readonly commit: string;
  /** Files that git tracks and that were changed by hand on the server. */
  readonly edited: readonly string[];
};

/** Asks git on the disk; undefined while git cannot tell, e.g. in the middle of a checkout. */
export async function inspectCode(directory: string): Promise<Code | undefined> {
  try {
    // Without --no-optional-locks the look itself would lock the index against the rollback's checkout.
    const status = ['--no-optional-locks', 'status', '--porcelain=v1', '--untracked-files=no'];
    const [head, edits] = await Promise.all([
      git(directory, ['log', '--max-count=1', '--decorate-refs=refs/tags', '--format=%h %D']),
      git(directory, status),
    ]);
    const [, commit = '', tag] = /^(\S+)(?: tag: ([^,\n]+))?/.exec(head) ?? [];
    const edited = edits
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(3));
    return { tag, commit, edited };
  } catch {
    return undefined;
  }
}

export function codeFindings(code: Code | undefined): Findings {
  const id = 'code';
  const title = { 'zh-CN': '代码（git）', en: 'Code (git)' };
  if (!code) return { id, title, summary: '—', items: [] };
  const { tag, commit, edited } = code;
  const version = tag ?? commit;
  return {
    ...{ id, title },
    summary: edited.length === 0 ? version : { 'zh-CN': `${version}，有手工改动`, en: `${version}, edited by hand` },
    items: [
      { name: 'HEAD', value: tag ? `${tag} · ${commit}` : commit },
      ...edited.map((name) => ({ name, value: { 'zh-CN': '被手工改动', en: 'edited by hand' }, ok: false })),
    ],
  };
}
