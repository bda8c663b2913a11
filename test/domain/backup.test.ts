import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BackupList,
  type DirectoryEntry,
  defaultBackup,
  judgeBackups,
  newestUsable,
} from '../../src/domain/backup.js';
import type { Plan, SingleSource } from '../../src/domain/plan.js';
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
      { ...file('diagnosis_20261120_001000.db'), isClosed: true as const },
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
      '20261120_001000.db': 'closed',
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

describe('tags', () => {
  const tags: SingleSource = {
    ...source,
    kind: 'git-tag',
    pattern: 'v{version}',
    safetyCopies: [],
  };
  /** Tags from the oldest on, an hour between them; what the repository stands at is marked with a `*`. */
  const judged = (names: readonly string[], more: { plan?: Partial<Plan> } = {}) =>
    judgeBackups(
      tags,
      names.map((name, at): DirectoryEntry => {
        const isDeployed = name.endsWith('*');
        const made = { kind: 'other', bytes: 0, modifiedAt: now - (names.length - at) * 3_600_000 } as const;
        return { name: name.replace('*', ''), ...made, ...(isDeployed ? { isDeployed } : {}) };
      }),
      { ...place, ...more.plan },
    );
  const listed = (...names: readonly string[]) => judged(names);
  const states = ({ backups }: BackupList) =>
    backups.map(({ name, isDeployed, unusable }) => [name, isDeployed, unusable]);
  const proposed = (...names: readonly string[]) => defaultBackup(listed(...names))?.name;

  it('of what is deployed are marked, can be chosen, and are not what is proposed', () => {
    const list = listed('v1.0.0', 'v1.1.0', 'v2.0.0*');
    expect(states(list)).toEqual([
      ['v2.0.0', true, undefined],
      ['v1.1.0', false, undefined],
      ['v1.0.0', false, undefined],
    ]);
    expect(defaultBackup(list)?.name).toBe('v1.1.0');
    expect(newestUsable(list)?.name).toBe('v1.1.0');
  });

  it('of what the plan says is deployed count only where the repository names none', () => {
    const plan = { deployedVersion: 'v2.0.0' };
    expect(states(judged(['v1.0.0', 'v2.0.0'], { plan }))).toEqual([
      ['v2.0.0', true, undefined],
      ['v1.0.0', false, undefined],
    ]);
    expect(states(judged(['v1.0.0*', 'v2.0.0'], { plan }))).toEqual([
      ['v2.0.0', false, undefined],
      ['v1.0.0', true, undefined],
    ]);
  });

  it('are proposed from before what is deployed: a rollback leads back', () => {
    // Rolled back already: the newest one is the release that failed.
    expect(proposed('v1.0.0', 'v1.1.0*', 'v2.0.0')).toBe('v1.0.0');
    expect(proposed('v1.0.0', 'v2.0.0-rc1*', 'v2.0.0*')).toBe('v1.0.0');
    expect(proposed('v1.0.0*', 'v1.1.0')).toBeUndefined();
    expect(proposed('v1.0.0', 'v1.1.0')).toBe('v1.1.0');
  });

  it('are what the plan leads to, also where that is deployed: to go there again repairs it', () => {
    const list = judged(['v0.9.0', 'v1.0.0*', 'v2.0.0'], { plan: { rollbackVersion: 'v1.0.0' } });
    expect(states(list)[1]).toEqual(['v1.0.0', true, undefined]);
    expect(defaultBackup(list)?.name).toBe('v1.0.0');
    expect(newestUsable(list)?.name).toBe('v0.9.0');
  });

  it('are the newest usable ones all the same when there are no others', () => {
    expect(newestUsable(listed('v1.0.0*'))?.name).toBe('v1.0.0');
  });
});
