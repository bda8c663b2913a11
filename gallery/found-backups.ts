import { type BackupList, type DirectoryEntry, judgeBackups } from '../src/domain/backup.js';
import { judgeSet } from '../src/domain/backup-set.js';
import type { BackupSet, SingleSource } from '../src/domain/plan.js';
import type { System } from '../src/domain/system.js';
import { T0 } from './events.js';

type Found = Pick<DirectoryEntry, 'name' | 'kind' | 'bytes' | 'contents' | 'isClosed'>;

const file = (name: string, bytes: number): Found => ({ name, kind: 'file', bytes });
const folder = (name: string, sizes: Readonly<Record<string, number>>): Found => ({
  ...{ name, kind: 'directory', bytes: 4_096 },
  contents: Object.entries(sizes).map(([each, bytes]) => ({ name: each, kind: 'file', bytes })),
});
const whole = { 'user_system.py': 11_310, 'change_password.py': 6_303 };

/** What the folders of the documents hold: good ones, and one of each kind that is of no use. */
export const FOUND: Readonly<Record<string, readonly Found[]>> = {
  database: [
    file('diagnosis_20261120_000000.db', 12_582_912),
    file('diagnosis_20261119_120000.db', 0),
    file('diagnosis_20261127_000000.db', 12_582_912),
    { name: 'diagnosis_20261119_060000.db', kind: 'link', bytes: 31 },
    { ...file('diagnosis_20261119_030000.db', 12_582_912), isClosed: true },
    file('diagnosis_20261101_000000.db', 12_000_000),
    file('pre_rollback_backup_20261118_090000.db', 12_400_000),
    ...Array.from({ length: 9 }, (_, day) => file(`diagnosis_2026100${day + 1}_000000.db`, 11_000_000 + day)),
    ...['a.tmp', 'README.txt', 'old.tar.gz', 'copy-of-diagnosis.db', 'lost+found', 'notes.txt'].map((name) =>
      file(name, 9),
    ),
  ],
  release: ['v2.0.0-phase1', 'v1.0.0', 'v0.9.0'].map((name) => file(name, 0)),
  files: [
    folder('20261120_020000', {
      ...whole,
      ...Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`route_${n}.py`, 900 + n])),
    }),
    folder('20261119_230000', { 'user_system.py': 11_310, 'change_password.py': 0, 'notes.txt': 12 }),
    folder('20261115_020000', whole),
    folder('20261114_020000', whole),
  ],
};

/** The named sources of a system as a host would show them; `entries` replaces what lies there. */
export function backupsOf(system: System, source: string, entries = FOUND[source] ?? []): BackupList {
  const found = system.plan.backups.find(({ name }) => name === source);
  if (!found) throw new Error(`${system.plan.name} has no backups ${source}`);
  if (found.kind === 'set') return setOf(system, found);
  const place = placeOf(system, found);
  const dated = entries.map((entry, age) => ({ modifiedAt: T0 - (40 + age) * 86_400_000, ...entry }));
  return judgeBackups(found, dated, { ...system.plan, ...place });
}

/** Of a set each part lies in its own place, under its own name. */
function setOf(system: System, set: BackupSet): BackupList {
  const lists = set.parts.map((part) => {
    const entries = (FOUND[part.name] ?? []).map((entry, age) => ({
      modifiedAt: T0 - (1 + age) * 86_400_000,
      ...entry,
    }));
    return judgeBackups(part, entries, placeOf(system, part));
  });
  return judgeSet(set, lists, T0);
}

function placeOf(system: System, { target, directory }: SingleSource) {
  const { host = '' } = system.targets[target] ?? {};
  return { host, directory: system.variables[directory] ?? '', timezone: system.plan.timezone, now: T0 };
}
