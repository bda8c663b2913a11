import type { ChosenBackup } from '../domain/backup.js';
import { printable } from '../domain/printable.js';
import { cut } from './characters.js';
import { dateTime, size } from './time.js';
import type { Words } from './words/words.js';

/** So many characters of a digest tell two apart. */
const SHORT = 12;

/** `diagnosis_20261120_000000.db`, cut for a message. */
export function backupName({ name }: ChosenBackup): string {
  return cut(printable(name), 150);
}

/** `2026-11-20 00:00:00，12.0 MB，内容摘要 1f0c…`; a tag has no size. */
export function backupFacts(backup: ChosenBackup, timezone: string, w: Words): string {
  const { kind, takenAt, bytes, digest } = backup;
  const bulk = kind === 'git-tag' ? '' : size(bytes);
  const content = `${w.request.digest} ${digest.slice(0, SHORT)}`;
  return [dateTime(takenAt, timezone), bulk, content].filter((part) => part !== '').join(w.comma);
}
