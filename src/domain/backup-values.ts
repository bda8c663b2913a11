import type { ChosenBackup, ChosenPart } from './backup.js';

/** The variable of a set's part: `BACKUP_DATABASE` for `database`. */
export function partVariable(part: string): string {
  return `BACKUP_${part.toUpperCase().replaceAll('-', '_')}`;
}

/** What scripts get of a single backup. */
export const BACKUP_NAMES: readonly string[] = ['BACKUP', 'BACKUP_NAME', 'BACKUP_BYTES', 'BACKUP_DIGEST'];

/** What scripts get of one part of a set. */
export function namesOfPart(part: string): readonly string[] {
  const own = partVariable(part);
  return [own, `${own}_BYTES`, `${own}_DIGEST`];
}

/** What scripts get of a set with these parts. */
export function namesOfSet(parts: readonly { readonly name: string }[]): readonly string[] {
  const common = ['BACKUP_VERSION', 'BACKUP_NAME', 'BACKUP_BYTES'];
  return [...common, ...parts.flatMap(({ name }) => namesOfPart(name))];
}

/** The values that scripts get of what a person chose. */
export function backupValues(backup: ChosenBackup | undefined): Readonly<Record<string, string>> {
  if (!backup) return {};
  const { path, name, bytes, digest, parts } = backup;
  const common = { BACKUP_NAME: name, BACKUP_BYTES: `${bytes}` };
  if (!parts) return { BACKUP: path, ...common, BACKUP_DIGEST: digest };
  return { BACKUP_VERSION: name, ...common, ...Object.fromEntries(parts.flatMap(partValues)) };
}

function partValues({ name, path, bytes, digest }: ChosenPart): readonly (readonly [string, string])[] {
  const own = partVariable(name);
  return [
    [own, path],
    [`${own}_BYTES`, `${bytes}`],
    [`${own}_DIGEST`, digest],
  ];
}
