import type { KnownBlock } from '@slack/types';
import type { Backup, BackupList } from '../domain/backup.js';
import { printable } from '../domain/printable.js';
import type { System } from '../domain/system.js';
import { encode } from './actions.js';
import type { BackupReader } from './backup-list.js';
import { ageAndSize, offerable, optionText, partsText, stateOf } from './backup-words.js';
import { actions, button, context, section } from './blocks.js';
import { cut } from './characters.js';
import { select } from './inputs.js';
import { type Words, words } from './words/words.js';

/** Longest id that Slack takes for a block. */
const MAX_BLOCK_ID = 255;
/** Options of the menu: more would make a message that Slack refuses. Leafing reaches the rest. */
const IN_MENU = 20;
const MAX_NAME = 200;

/** Where a source's list is leafed to, counted from 0. */
export type Page = { readonly source: string; readonly number: number };

/** The backups of one page, each with what can be done with it, and a menu of them and those after. */
export function backupRows(list: BackupList, reader: BackupReader, size: number): readonly KnownBlock[] {
  const w = words(reader.language);
  const first = pageOf(list, reader, size) * size;
  const rows = list.backups.slice(first, first + size).flatMap((backup) => row(backup, list, reader, w));
  const rest = list.backups.length - size;
  if (reader.shared) return rest > 0 ? [...rows, context(w.backups.more(rest))] : rows;
  return rest > 0 ? [...rows, ...menu(list, first, reader, w)] : rows;
}

/** Leads to newer and older ones; nothing when all fit. */
export function pageButtons(list: BackupList, reader: BackupReader, size: number): readonly KnownBlock[] {
  const w = words(reader.language);
  const page = pageOf(list, reader, size);
  const last = lastPage(list, size);
  if (last === 0) return [];
  const value = (number: number) => ({ ...placeOf(list, reader.system), page: String(number) });
  const newer = page > 0 ? [button('newer-backups', value(page - 1), w.backups.newer)] : [];
  const older = page < last ? [button('older-backups', value(page + 1), w.backups.older)] : [];
  return [actions(...newer, ...older), context(w.backups.page(page + 1, last + 1, list.backups.length))];
}

function pageOf(list: BackupList, { page }: BackupReader, size: number): number {
  const wanted = page?.source === list.source.name ? page.number : 0;
  return Math.min(Math.max(0, wanted), lastPage(list, size));
}

function lastPage({ backups }: BackupList, size: number): number {
  return Math.max(0, Math.ceil(backups.length / size) - 1);
}

function row(
  backup: Backup,
  list: BackupList,
  { system, shared, language }: BackupReader,
  w: Words,
): readonly KnownBlock[] {
  const parts = partsText(backup, list, language);
  const text = `${cut(printable(backup.name), MAX_NAME)}\n${ageAndSize(backup, list, w)} · ${stateOf(backup, list, language)}${parts === '' ? '' : `\n${parts}`}`;
  if (shared) return [section(text)];
  const value = { ...placeOf(list, system), backup: backup.name };
  const details = button('backup-details', value, w.backups.details, { spoken: w.backups.detailsOf(backup.name) });
  if (backup.unusable || !isUsed(list, system)) return [section(text, details)];
  return [section(text), actions(useButton(backup, list, system, w), details)];
}

/** `用它回滚`. */
export function useButton(backup: Backup, list: BackupList, system: System, w: Words) {
  const value = { ...placeOf(list, system), backup: backup.name };
  return button('use-backup', value, w.backups.use, { spoken: w.backups.useOf(backup.name) });
}

/** Whether any scheme goes back to a backup of this source. */
export function isUsed({ source }: BackupList, { plan }: System): boolean {
  return plan.schemes.some(({ backup }) => backup?.source === source.name);
}

function menu(list: BackupList, first: number, { system }: BackupReader, w: Words): readonly KnownBlock[] {
  const place = encode('pick-backup', placeOf(list, system));
  const offered = offerable(list).slice(first, first + IN_MENU);
  if (offered.length === 0 || place.length > MAX_BLOCK_ID) return [];
  const choices = offered.map((backup) => ({ value: backup.name, title: menuText(backup, list, w) }));
  const element = select(choices, { action: 'pick-backup', placeholder: w.backups.pick });
  return [{ ...actions(element), block_id: place }];
}

function menuText(backup: Backup, list: BackupList, w: Words): string {
  return `${backup.unusable ? '❌ ' : ''}${optionText(backup, list, w)}`;
}

function placeOf({ source }: BackupList, { plan }: System): { readonly system: string; readonly source: string } {
  return { system: plan.name, source: source.name };
}
