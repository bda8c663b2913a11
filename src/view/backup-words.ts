import type { Backup, BackupList, Unusable } from '../domain/backup.js';
import { singlesOf } from '../domain/backup-set.js';
import type { BackupSource } from '../domain/plan.js';
import { printable } from '../domain/printable.js';
import { type Language, say } from '../domain/text.js';
import { cut } from './characters.js';
import { age, duration, size } from './time.js';
import { type Words, words } from './words/words.js';

/** Characters of what a script said. */
const SAID = 120;

/** `✅ 可用`, `⚠️ 可用，但超过 24 小时`, `⚠️ 可用，但当前部署的就是它`, `❌ 不可用：缺少或为空：user_system.py`. */
export function stateOf(backup: Backup, { source }: BackupList, language: Language): string {
  const { unusable, isStale, isDeployed, isUnread } = backup;
  const w = words(language);
  if (unusable) return w.backups.unusable(whyNot(backup, unusable, source, language));
  if (isDeployed) return w.backups.usableBut(w.backups.deployed);
  if (isStale) return w.backups.stale(duration(source.freshWithin ?? 0, w));
  return isUnread ? w.backups.unread : w.backups.usable;
}

function whyNot({ missing, said = '' }: Backup, why: Unusable, source: BackupSource, language: Language): string {
  const w = words(language);
  const names = missing.map((name) => cut(printable(partTitle(name, source, language)), 80)).join(w.and);
  if (source.kind === 'set' && why === 'incomplete') return w.backups.lackingParts(names);
  const about: Partial<Record<Unusable, string>> = {
    'too-small': source.kind === 'set' ? '' : size(source.minBytes),
    incomplete: names,
    unreadable: cut(said.replaceAll('\n', ' '), SAID),
  };
  return w.backups.why[why](about[why] ?? duration(source.freshWithin ?? 0, w));
}

/** A part of a set by its title; anything else is called what it is. */
function partTitle(name: string, source: BackupSource, language: Language): string {
  const part = source.kind === 'set' ? source.parts.find((each) => each.name === name) : undefined;
  return part ? say(part.title, language) : name;
}

/** `✅ 数据库 · ✅ 前端 · ❌ 代码`; empty for what is no set. */
export function partsText({ parts = [] }: Backup, { source }: BackupList, language: Language): string {
  return parts
    .map(({ name, backup }) => {
      const mark = backup && !backup.unusable ? '✅' : '❌';
      return `${mark} ${partTitle(name, source, language)}${backup ? partNote(name, backup, source, language) : ''}`;
    })
    .join(' · ');
}

/** `（文件是空的）` of a part that is not usable, `（当前部署的就是它）` of one that is deployed; else nothing. */
export function partNote(name: string, backup: Backup, source: BackupSource, language: Language): string {
  const w = words(language);
  const part = singlesOf(source).find((each) => each.name === name);
  if (backup.unusable) return part ? w.aside(whyNot(backup, backup.unusable, part, language)) : '';
  return backup.isDeployed ? w.aside(w.backups.deployed) : '';
}

/** `3 小时前 · 12.0 MB`; a tag has no size. */
export function ageAndSize(backup: Backup, list: BackupList, w: Words): string {
  return [age(backup.age, w), sizeOf(backup, list)].filter((part) => part !== '').join(' · ');
}

/** `12.0 MB`; empty for a tag, also where it is all that a set has. */
function sizeOf({ bytes }: Backup, { source }: BackupList): string {
  return singlesOf(source).every(({ kind }) => kind === 'git-tag') ? '' : size(bytes);
}

/** One line of a menu, at most 75 characters: a long name is cut, its age is not. */
export function optionText(backup: Backup, list: BackupList, w: Words): string {
  const room = 75 - optionOf('', backup, list, w).length - 3;
  return optionOf(cut(printable(backup.name), room), backup, list, w);
}

function optionOf(name: string, backup: Backup, list: BackupList, w: Words): string {
  return w.backupInput.option(name, age(backup.age, w), sizeOf(backup, list), backup);
}

/** Longest name that the value of a menu's option can carry. */
const MAX_OPTION_VALUE = 150;

/** Backups that a menu can offer. */
export function offerable({ backups }: BackupList): readonly Backup[] {
  return backups.filter(({ name }) => name.length <= MAX_OPTION_VALUE);
}
