import { BACKUP_NAMES } from '../domain/backup-values.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { type Bilingual, both } from '../domain/text.js';
import { type Broken, type Path, unknownName } from './broken.js';
import { variablesIn } from './ground.js';

/** A name of the chosen backup in a scheme where none is chosen. */
export function noBackup(name: string, scheme: string): Bilingual {
  return both(
    `$${name} is not given here: scheme ${scheme} names no backup; add backup: with one of backups: to it`,
    `这里没有 $${name}：方案 ${scheme} 没有写用哪个备份；请给它加上 backup:，写 backups: 里的一个`,
  );
}

/** What is wrong with a path such as `$ROUTES/user_system.py`: its variable must be declared, or be the chosen backup's. */
export function hostPathProblems(at: Path, written: string, plan: Plan, scheme: Scheme | undefined): readonly Broken[] {
  const name = /^\$([A-Z][A-Z0-9_]*)/.exec(written)?.[1];
  // Every account has a home; copies that a run keeps lie there.
  if (name === undefined || name === 'HOME') return [];
  const known = variablesIn(plan, scheme);
  if (known.includes(name) || !BACKUP_NAMES.includes(name) || scheme?.backup)
    return unknownName(at, 'variable', name, known);
  const message = scheme
    ? noBackup(name, scheme.key)
    : both(
        `$${name} is chosen for a run; here only variables: count`,
        `$${name} 在申请回滚时才选定；这里只能用 variables: 里的变量`,
      );
  return [{ path: at, message }];
}
