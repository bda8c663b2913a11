import type { Backup, BackupList, Content } from '../domain/backup.js';
import { printable } from '../domain/printable.js';
import { type Language, say } from '../domain/text.js';
import type { BackupReader } from './backup-list.js';
import { isUsed, useButton } from './backup-rows.js';
import { partNote, stateOf } from './backup-words.js';
import { actions, header, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import type { Message } from './surface.js';
import { age, dateTime, size } from './time.js';
import { type Words, words } from './words/words.js';

const CONTENTS_SHOWN = 30;

/** Everything known about one backup; undefined when it is not there. */
export function backupDetails(list: BackupList, name: string, reader: BackupReader): Message | undefined {
  const w = words(reader.language);
  const backup = list.backups.find((each) => each.name === name);
  if (!backup) return undefined;
  const rows = [
    code(w.backups.name, backup.name, w),
    said(w.backups.state, stateOf(backup, list, reader.language), w),
    said(
      w.backups.takenAt,
      `${dateTime(backup.takenAt, reader.system.plan.timezone)}${w.aside(age(backup.age, w))}`,
      w,
    ),
    ...(list.source.kind === 'git-tag' ? [] : [sizeLine(backup, w)]),
    ...(list.source.kind === 'git-tag' || backup.parts ? [] : [code(w.backups.path, backup.path, w)]),
    code(w.backups.host, [...new Set(list.places.map(({ host }) => host))].join(', '), w),
    said(w.backups.checkedAt, dateTime(list.checkedAt, reader.system.plan.timezone), w),
  ];
  const buttons =
    backup.unusable || !isUsed(list, reader.system) ? [] : [actions(useButton(backup, list, reader.system, w))];
  return message(w.backups.detailsOf(name), [
    header(w.backups.details),
    paragraph(...rows),
    ...partRows(backup, list, reader.language),
    ...contents(backup, list, w),
    ...buttons,
  ]);
}

function sizeLine({ bytes }: Backup, w: Words): Line {
  return said(w.backups.size, `${size(bytes)}${w.aside(w.backups.bytes(bytes))}`, w);
}

/** Of a set each part: where it lies and how it is, or that it is not there. */
function partRows({ parts = [] }: Backup, { source }: BackupList, language: Language) {
  if (source.kind !== 'set') return [];
  const w = words(language);
  const rows = source.parts.map(({ name, title }): Line => {
    const found = parts.find((each) => each.name === name)?.backup;
    const label = { bold: `${say(title, language)}${w.colon}` };
    if (!found) return ['❌ ', label, w.backups.lacking];
    const bulk = found.bytes > 0 ? ` · ${size(found.bytes)}` : '';
    return [
      found.unusable ? '❌ ' : '✅ ',
      label,
      { code: cut(printable(found.path), 200) },
      `${bulk}${partNote(name, found, source, language)}`,
    ];
  });
  return [paragraph(...rows)];
}

/** What a directory holds, and what it lacks. */
function contents({ contents: found, missing }: Backup, { source }: BackupList, w: Words) {
  if (source.kind !== 'directory') return [];
  const rows = found.slice(0, CONTENTS_SHOWN).map((entry) => contentLine(entry, source.contains, w));
  const rest = found.length - CONTENTS_SHOWN;
  const lacking = missing.map((name): Line => ['❌ ', { code: cut(printable(name), 200) }, ` · ${w.backups.lacking}`]);
  return [
    paragraph(
      [{ bold: w.backups.contents(found.length) }],
      ...lacking,
      ...rows,
      ...(rest > 0 ? [[w.backups.moreContents(rest)]] : []),
    ),
  ];
}

function contentLine({ name, kind, bytes }: Content, wanted: readonly string[], w: Words): Line {
  const about = kind === 'file' ? size(bytes) : w.backups.kinds[kind];
  const mark = wanted.includes(name) ? w.aside(w.backups.needed) : '';
  return ['• ', { code: cut(printable(name), 200) }, ` · ${about}${mark}`];
}

function code(label: string, value: string, w: Words): Line {
  return [{ bold: `${label}${w.colon}` }, { code: value }];
}

function said(label: string, value: string, w: Words): Line {
  return [{ bold: `${label}${w.colon}` }, value];
}
