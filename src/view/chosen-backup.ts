import type { ChosenBackup } from '../domain/backup.js';
import type { BackupSource } from '../domain/plan.js';
import { printable } from '../domain/printable.js';
import type { Instant } from '../domain/time.js';
import { cut } from './characters.js';
import type { Scene } from './scene.js';
import { dateTime, duration, size } from './time.js';
import type { Words } from './words/words.js';

/** So many characters of a digest tell two apart. */
const SHORT = 12;

/** `diagnosis_20261120_000000.db`, cut for a message. */
export function backupName({ name }: ChosenBackup): string {
  return cut(printable(name), 150);
}

/** Where and when a backup was chosen. */
export type Choice = { readonly timezone: string; readonly sources: readonly BackupSource[]; readonly at: Instant };

export function choiceOf({ state }: Scene): Choice {
  const { plan, backups } = state.request;
  return { timezone: plan.timezone, sources: backups, at: state.requestedAt };
}

/** `2026-11-20 00:00:00，12.0 MB，内容摘要 1f0c…`, and that it was old or stood there already when it was chosen; a tag has no size. */
export function backupFacts(backup: ChosenBackup, choice: Choice, w: Words): string {
  const { takenAt, bytes, digest, isDeployed, parts = [backup] } = backup;
  const bulk = parts.every(({ kind }) => kind === 'git-tag') ? '' : size(bytes);
  const content = `${w.request.digest} ${digest.slice(0, SHORT)}`;
  const held = (backup.parts ?? []).map(({ name }) => name).join(w.and);
  const standing = isDeployed ? w.backups.wasDeployed : '';
  const facts = [dateTime(takenAt, choice.timezone), bulk, held, content, staleness(backup, choice, w), standing];
  return facts.filter((part) => part !== '').join(w.comma);
}

/** A decider must see that somebody chose an old one. */
function staleness({ source, takenAt }: ChosenBackup, { sources, at }: Choice, w: Words): string {
  const limit = sources.find(({ name }) => name === source)?.freshWithin;
  return limit !== undefined && at - takenAt > limit ? w.backups.stale(duration(limit, w)) : '';
}
