import type { KnownBlock } from '@slack/types';
import { type BackupList, newestUsable } from '../domain/backup.js';
import type { Failure } from '../domain/failure.js';
import type { BackupSource } from '../domain/plan.js';
import { printable } from '../domain/printable.js';
import type { System } from '../domain/system.js';
import { type Language, say } from '../domain/text.js';
import { backupRows, type Page, pageButtons } from './backup-rows.js';
import { actions, button, context, divider, header, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { message } from './message.js';
import { problemText } from './problem.js';
import type { Message } from './surface.js';
import { age, dateTime } from './time.js';
import { type Words, words } from './words/words.js';

const IGNORED_SHOWN = 5;

/** A source as it was found, or why it could not be looked up. */
export type Listed =
  | { readonly source: BackupSource; readonly list: BackupList }
  | { readonly source: BackupSource; readonly failure: Failure };

export type BackupReader = {
  readonly system: System;
  readonly language: Language;
  /** For the whole channel, without the asker's buttons. */
  readonly shared?: boolean;
  /** Where one source is leafed to; the others show their newest. */
  readonly page?: Page;
};

/** A system's backups as they are on the host, newest first, and which one counts. */
export function backupList(listed: readonly Listed[], reader: BackupReader): Message {
  const w = words(reader.language);
  const title = w.backups.heading(reader.system.plan.name);
  const verdicts = listed
    .map((each) => ('list' in each ? verdict(each.list, w) : silent(each, reader)))
    .join(w.semicolon);
  const rowsEach = listed.length > 3 ? 1 : 5;
  const body =
    listed.length === 0
      ? [context(w.backups.noSource)]
      : listed.flatMap((each) =>
          'list' in each ? sourceBlocks(each.list, reader, rowsEach) : silentBlocks(each, reader),
        );
  return message(w.title(title, verdicts || w.backups.noSource), [header(title), ...body, ...listButtons(reader, w)]);
}

function sourceBlocks(list: BackupList, reader: BackupReader, rowsEach: number): readonly KnownBlock[] {
  const { source, places, checkedAt } = list;
  const where = [...new Set(places.map(({ host, directory }) => `${host}:${directory}`))].join(', ');
  const w = words(reader.language);
  return [
    divider(),
    paragraph(
      [{ bold: say(source.title, reader.language) }, ' · ', { code: where }],
      [w.backups.checked(dateTime(checkedAt, reader.system.plan.timezone))],
      [{ bold: verdict(list, w) }],
    ),
    ...backupRows(list, reader, rowsEach),
    ...(reader.shared ? [] : pageButtons(list, reader, rowsEach)),
    ...ignoredNote(list, w),
  ];
}

function silentBlocks(listed: Listed & { readonly failure: Failure }, reader: BackupReader): readonly KnownBlock[] {
  return [divider(), paragraph([{ bold: say(listed.source.title, reader.language) }], [`⚠️ ${silent(listed, reader)}`])];
}

function silent({ failure }: { readonly failure: Failure }, { language }: BackupReader): string {
  return problemText(failure, language);
}

/** Which backup counts, in one sentence. */
function verdict(list: BackupList, w: Words): string {
  const newest = newestUsable(list);
  if (newest) return w.backups.wouldTake(printable(newest.name), age(newest.age, w));
  return list.backups.length === 0 ? w.backups.none : w.backups.noneUsable;
}

function ignoredNote({ ignored }: BackupList, w: Words): readonly KnownBlock[] {
  if (ignored.length === 0) return [];
  const names = ignored
    .slice(0, IGNORED_SHOWN)
    .map((name) => cut(printable(name), 80))
    .join(w.and);
  return [context(w.backups.ignored(ignored.length, names, ignored.length > IGNORED_SHOWN))];
}

function listButtons({ system, shared }: BackupReader, w: Words): readonly KnownBlock[] {
  if (shared) return [];
  const value = { system: system.plan.name };
  return [
    actions(button('refresh-backups', value, w.backups.refresh), button('share-backups', value, w.backups.share)),
  ];
}
