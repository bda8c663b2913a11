import type { KnownBlock } from '@slack/types';
import { type Backup, type BackupList, newestUsable } from '../domain/backup.js';
import { printable } from '../domain/printable.js';
import type { System } from '../domain/system.js';
import { type Language, say } from '../domain/text.js';
import { actions, button, context, divider, header, paragraph, section } from './blocks.js';
import { cut } from './characters.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import type { Message } from './surface.js';
import { age, dateTime, duration, size } from './time.js';
import { type Words, words } from './words/words.js';

const SHOWN = 8;
const IGNORED_SHOWN = 5;

type Reader = { readonly system: System; readonly language: Language; readonly shared?: boolean };

/** A system's backups as they are on the host, newest first, and which one counts. `shared`: for the whole channel, without the asker's buttons. */
export function backupList(lists: readonly BackupList[], reader: Reader): Message {
  const w = words(reader.language);
  const title = w.backups.heading(reader.system.plan.name);
  const verdicts = lists.map((list) => verdict(list, w)).join(w.semicolon);
  const body =
    lists.length === 0 ? [context(w.backups.noSource)] : lists.flatMap((list) => sourceBlocks(list, reader, w));
  return message(w.title(title, verdicts || w.backups.noSource), [header(title), ...body, ...listButtons(reader, w)]);
}

/** Everything known about one backup. */
export function backupDetails(list: BackupList, name: string, reader: Reader): Message | undefined {
  const w = words(reader.language);
  const backup = list.backups.find((each) => each.name === name);
  if (!backup) return undefined;
  const { timezone } = reader.system.plan;
  const row = (label: string, value: string): Line => [{ bold: `${label}${w.colon}` }, { code: value }];
  const said = (label: string, value: string): Line => [{ bold: `${label}${w.colon}` }, value];
  return message(w.backups.detailsOf(name), [
    header(w.backups.details),
    paragraph(
      row(w.backups.name, backup.name),
      said(w.backups.state, stateOf(backup, list, w)),
      said(w.backups.takenAt, `${dateTime(backup.takenAt, timezone)}${w.aside(age(backup.age, w))}`),
      said(w.backups.size, `${size(backup.bytes)}${w.aside(w.backups.bytes(backup.bytes))}`),
      row(w.backups.path, backup.path),
      row(w.backups.host, list.host),
      said(w.backups.checkedAt, dateTime(list.checkedAt, timezone)),
    ),
  ]);
}

function sourceBlocks(list: BackupList, reader: Reader, w: Words): readonly KnownBlock[] {
  const { source, backups, host, directory, checkedAt } = list;
  const { timezone } = reader.system.plan;
  const rest = backups.length - SHOWN;
  return [
    divider(),
    paragraph(
      [{ bold: say(source.title, reader.language) }, ' · ', { code: `${host}:${directory}` }],
      [w.backups.checked(dateTime(checkedAt, timezone))],
      [{ bold: verdict(list, w) }],
    ),
    ...backups.slice(0, SHOWN).map((backup) => entry(backup, list, reader, w)),
    ...(rest > 0 ? [context(w.backups.more(rest))] : []),
    ...ignoredNote(list, w),
  ];
}

function entry(backup: Backup, list: BackupList, { system, shared }: Reader, w: Words): KnownBlock {
  const state = stateOf(backup, list, w);
  const text = `${backup.name}\n${w.backups.line(age(backup.age, w), size(backup.bytes), state)}`;
  if (shared) return section(text);
  const value = { system: system.plan.name, source: list.source.name, backup: backup.name };
  return section(
    text,
    button('backup-details', value, w.backups.details, { spoken: w.backups.detailsOf(backup.name) }),
  );
}

function stateOf({ unusable }: Backup, { source }: BackupList, w: Words): string {
  if (!unusable) return w.backups.usable;
  const limit = unusable === 'too-small' ? size(source.minBytes) : duration(source.freshWithin ?? 0, w);
  return w.backups.unusable(w.backups.why[unusable](limit));
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

function listButtons({ system, shared }: Reader, w: Words): readonly KnownBlock[] {
  if (shared) return [];
  const value = { system: system.plan.name };
  return [
    actions(button('refresh-backups', value, w.backups.refresh), button('share-backups', value, w.backups.share)),
  ];
}
