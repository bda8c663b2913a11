import { BACKUP_NAMES } from '../domain/backup-values.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { type Broken, type Path, unknownName } from './broken.js';
import { variablesIn } from './ground.js';

/** What is wrong with a path such as `$ROUTES/user_system.py`: its variable must be declared, or be the chosen backup's. */
export function hostPathProblems(at: Path, written: string, plan: Plan, scheme: Scheme | undefined): readonly Broken[] {
  const name = /^\$([A-Z][A-Z0-9_]*)/.exec(written)?.[1];
  // Every account has a home; copies that a run keeps lie there.
  if (name === undefined || name === 'HOME') return [];
  const known = variablesIn(plan, scheme);
  if (known.includes(name) || !BACKUP_NAMES.includes(name) || scheme?.backup)
    return unknownName(at, 'variable', name, known);
  const message = scheme
    ? `$${name} is not given here: scheme ${scheme.key} names no backup; add backup: with one of backups: to it`
    : `$${name} is chosen for a run; here only variables: count`;
  return [{ path: at, message }];
}
