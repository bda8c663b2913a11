import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DirectoryEntry, judgeBackups, newestUsable } from '../../src/domain/backup.js';
import { instantOf } from '../../src/domain/time.js';
import { s2Plan } from '../helpers/plan.js';

const [source] = s2Plan().backups;
if (!source || source.kind === 'set') throw new Error('S2 declares its backups');
const timezone = 'Asia/Shanghai';
const now = instantOf([2026, 11, 20, 3, 12, 0], timezone) ?? 0;
const place = { host: 'app', directory: '/data/backups', timezone, now };
const file = (name: string, bytes = 40_960, modifiedAt = now): DirectoryEntry => ({
  name,
  kind: 'file',
  bytes,
  modifiedAt,
});

describe('backups', () => {
  it('are ordered by the time in their names, whatever their files say', () => {
    const list = judgeBackups(
      source,
      [
        file('diagnosis_20261119_020000.db', 9, now),
        file('diagnosis_20261120_020000.db', 9, now - 9e9),
        file('diagnosis_20261119_230000.db'),
      ],
      place,
    );
    expect(list.backups.map(({ name }) => name)).toEqual([
      'diagnosis_20261120_020000.db',
      'diagnosis_20261119_230000.db',
      'diagnosis_20261119_020000.db',
    ]);
    expect(list.backups[0]).toMatchObject({ age: 72 * 60_000, path: '/data/backups/diagnosis_20261120_020000.db' });
  });

  it('say why they cannot be used', () => {
    const entries = [
      file('pre_rollback_backup_20261120_030000.db'),
      file('diagnosis_20261120_020000.db', 0),
      { ...file('diagnosis_20261120_010000.db'), kind: 'link' as const },
      { ...file('diagnosis_20261120_003000.db'), kind: 'directory' as const },
      file('diagnosis_20261117_020000.db'),
      file('diagnosis_20261121_020000.db'),
    ];
    const list = judgeBackups(source, entries, place);
    expect(Object.fromEntries(list.backups.map(({ name, unusable }) => [name.slice(-18), unusable]))).toEqual({
      '20261121_020000.db': 'in-the-future',
      '20261120_030000.db': 'safety-copy',
      '20261120_020000.db': 'empty',
      '20261120_010000.db': 'wrong-kind',
      '20261120_003000.db': 'wrong-kind',
      '20261117_020000.db': 'stale',
    });
    expect(newestUsable(list)).toBeUndefined();
  });

  it('leave out what only looks like one', () => {
    const names = [
      'README.txt',
      'diagnosis_20261320_020000.db',
      'diagnosis_20261120_250000.db',
      'xdiagnosis_20261120_020000.db',
      'diagnosis_20261120_020000.db\n',
      'diagnosis_20261120_020000Xdb',
    ];
    const list = judgeBackups(
      source,
      names.map((name) => file(name)),
      place,
    );
    expect(list.backups).toEqual([]);
    expect(list.ignored).toEqual(names);
  });

  it('never lose or invent an entry', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 })), (names) => {
        const list = judgeBackups(
          source,
          names.map((name) => file(name)),
          place,
        );
        expect(list.backups.length + list.ignored.length).toBe(names.length);
      }),
    );
  });
});
