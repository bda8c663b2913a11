import type { ChosenBackup } from '../domain/backup.js';

/** What scripts see as environment: the inventory's variables, and the chosen backup. */
export function environmentOf({
  variables,
  backup,
}: {
  readonly variables: Readonly<Record<string, string>>;
  readonly backup?: ChosenBackup;
}): Readonly<Record<string, string>> {
  if (!backup) return variables;
  const { path, name, bytes, digest } = backup;
  return { ...variables, BACKUP: path, BACKUP_NAME: name, BACKUP_BYTES: `${bytes}`, BACKUP_DIGEST: digest };
}
