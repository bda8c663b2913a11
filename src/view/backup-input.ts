import type { KnownBlock } from '@slack/types';
import { type BackupList, defaultBackup } from '../domain/backup.js';
import type { Failure } from '../domain/failure.js';
import { printable } from '../domain/printable.js';
import { type Language, say } from '../domain/text.js';
import { ageAndSize, offerable, optionText, stateOf } from './backup-words.js';
import { actions, alert, button, context, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { menuInput } from './inputs.js';
import { problemText } from './problem.js';
import type { Asked } from './request-modal.js';
import type { Line } from './rich-text.js';
import { duration } from './time.js';
import { type Words, words } from './words/words.js';

/** What a menu holds at most. */
const OFFERED = 100;
/** So many unusable ones are explained. */
const EXPLAINED = 5;

/** What is known of the backups that a dialog offers. It opens before its host has answered. */
export type Offer =
  | { readonly kind: 'asking' }
  | { readonly kind: 'listed'; readonly list: BackupList }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The part of the request dialog in which a person chooses what to return to; nothing for a scheme that needs no backup. */
export function backupBlocks(asked: Asked): readonly KnownBlock[] {
  const { scheme, offer = { kind: 'asking' }, language } = asked;
  if (!scheme.backup) return [];
  const w = words(language);
  if (offer.kind === 'asking') return [context(w.backupInput.asking(sourceTitle(asked))), again(w)];
  if (offer.kind === 'listed') return isHopeless(offer) ? noneBlocks(offer.list, language) : menu(asked, offer.list, w);
  const why = `${w.backupInput.silent}${w.space}${problemText(offer.failure, language)}`;
  return [alert(why, 'error'), again(w)];
}

/** Nothing can be asked for: the folder holds no usable backup. */
export function isHopeless(offer: Offer | undefined): boolean {
  return offer?.kind === 'listed' && usableOf(offer.list).length === 0;
}

function usableOf(list: BackupList) {
  return offerable(list).filter(({ unusable }) => !unusable);
}

function menu(asked: Asked, list: BackupList, w: Words): readonly KnownBlock[] {
  const usable = usableOf(list);
  const offered = usable.slice(0, OFFERED);
  const wanted = offered.find(({ name }) => name === asked.backup);
  const chosen = wanted ?? (asked.backup === undefined ? defaultBackup(list) : undefined);
  const choices = offered.map((backup) => ({ value: backup.name, title: optionText(backup, list, w) }));
  const limit = duration(list.source.freshWithin ?? 0, w);
  const notes = [
    ...(asked.backup !== undefined && !wanted ? [w.backupInput.gone(printable(asked.backup))] : []),
    ...(usable.length > OFFERED ? [w.backupInput.newestOnly(OFFERED, usable.length)] : []),
    ...(offered.some(({ isStale }) => isStale) ? [w.backupInput.stale(limit)] : []),
  ];
  const { label, placeholder } = w.backupInput;
  return [
    menuInput('backup', label, choices, { chosen: chosen?.name, placeholder }),
    ...notes.map((note) => context(note)),
  ];
}

/** Why not: what the newest ones lack. */
function noneBlocks(list: BackupList, language: Language): readonly KnownBlock[] {
  const w = words(language);
  const rows = list.backups
    .slice(0, EXPLAINED)
    .map(
      (backup): Line => [
        { code: cut(printable(backup.name), 80) },
        ` ${ageAndSize(backup, list, w)} · ${stateOf(backup, list, language)}`,
      ],
    );
  const why = rows.length > 0 ? [paragraph(...rows)] : [];
  return [alert(w.backupInput.none, 'error'), ...why, again(w)];
}

function again(w: Words): KnownBlock {
  return actions(button('reload-backups', {}, w.backupInput.tryAgain));
}

function sourceTitle({ system, scheme, language }: Asked): string {
  const source = system.plan.backups.find(({ name }) => name === scheme.backup?.source);
  return source ? say(source.title, language) : '';
}
