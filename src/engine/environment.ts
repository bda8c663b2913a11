import type { ChosenBackup } from '../domain/backup.js';
import { backupValues } from '../domain/backup-values.js';

/** What scripts see as environment: the inventory's variables, the run and the chosen backup. */
export function environmentOf({
  variables,
  backup,
  runId,
  undoOf = runId,
}: {
  readonly variables: Readonly<Record<string, string>>;
  readonly backup?: ChosenBackup;
  readonly runId?: string;
  /** What was kept is called after the run that kept it. */
  readonly undoOf?: string;
}): Readonly<Record<string, string>> {
  const values = undoOf === undefined ? variables : { ...variables, BACKOUT_RUN: undoOf };
  return { ...values, ...backupValues(backup) };
}
