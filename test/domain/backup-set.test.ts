import { describe, expect, it } from 'vitest';
import { type DirectoryEntry, defaultBackup, judgeBackups } from '../../src/domain/backup.js';
import { compareVersions, judgeSet, listFor } from '../../src/domain/backup-set.js';
import type { BackupSet, Plan, SingleSource } from '../../src/domain/plan.js';

const NOW = Date.UTC(2026, 10, 29, 3);
const DAY = 86_400_000;

function part(name: string, kind: SingleSource['kind'], pattern: string): SingleSource {
  const where = { target: kind === 'git-tag' ? 'app' : 'store', directory: 'DIR' };
  const rest = {
    timestamp: '',
    older: 'choose',
    minBytes: 1,
    contains: [],
    safetyCopies: [],
    cites: [],
  } as const;
  return { name, title: name, kind, pattern, ...where, ...rest };
}

const SET: BackupSet = {
  ...{ name: 'release', title: 'Release', kind: 'set', older: 'refuse', cites: [] },
  parts: [
    part('database', 'file', 'db_{version}.tar.gz'),
    part('frontend', 'directory', 'frontend_{version}'),
    part('code', 'git-tag', 'v{version}'),
  ],
};

const file = (name: string, bytes = 1_000): DirectoryEntry => ({ name, kind: 'file', bytes, modifiedAt: NOW - DAY });
const folder = (name: string): DirectoryEntry => {
  const contents = [{ name: 'index.html', kind: 'file' as const, bytes: 500 }];
  return { name, kind: 'directory', bytes: 4_096, modifiedAt: NOW - DAY, contents };
};
const tag = (name: string, days: number): DirectoryEntry => ({
  ...{ name, kind: 'other', bytes: 0, modifiedAt: NOW - days * DAY },
});

const STORE = [
  file('db_1.9.0.tar.gz'),
  file('db_1.10.0.tar.gz'),
  file('db_1.11.0.tar.gz', 0),
  folder('frontend_1.9.0'),
  folder('frontend_1.10.0'),
  folder('frontend_1.11.0'),
  file('notes.txt'),
];
const TAGS = [tag('v1.8.0', 90), tag('v1.9.0', 60), tag('v1.10.0', 30), tag('v1.11.0', 2), tag('nightly', 1)];
const CODE = { source: 'release', parts: ['code'], cites: [] };
/** The same, with this one checked out. */
const standingAt = (name: string) => TAGS.map((each) => (each.name === name ? { ...each, isDeployed: true } : each));

function listed(set: BackupSet = SET, plan: Partial<Plan> = {}, tags = TAGS) {
  const lists = set.parts.map((each) => {
    const isTag = each.kind === 'git-tag';
    const place = { host: isTag ? 'app-1' : 'store-1', directory: isTag ? '/srv/shop' : '/var/backups/shop' };
    return judgeBackups(each, isTag ? tags : STORE, { ...place, timezone: 'UTC', now: NOW, ...plan });
  });
  return judgeSet(set, lists, NOW);
}

describe('a set of backups', () => {
  it('lists versions, the highest first, and says what each lacks', () => {
    expect(listed().backups.map(({ name, unusable, missing }) => [name, unusable, missing])).toEqual([
      ['1.11.0', 'incomplete', ['database']],
      ['1.10.0', undefined, []],
      ['1.9.0', undefined, []],
      ['1.8.0', 'incomplete', ['database', 'frontend']],
    ]);
  });

  it('is as large as its parts, and as old as its tag', () => {
    const version = listed().backups.find(({ name }) => name === '1.10.0');
    expect(version).toMatchObject({ bytes: 1_500, age: 30 * DAY });
    expect(version?.parts?.map(({ name, backup }) => [name, backup?.path])).toEqual([
      ['database', '/var/backups/shop/db_1.10.0.tar.gz'],
      ['frontend', '/var/backups/shop/frontend_1.10.0'],
      ['code', 'v1.10.0'],
    ]);
  });

  it('calls a name stray only when no part knows it', () => {
    expect(listed().ignored).toEqual(['notes.txt', 'nightly']);
  });

  it('proposes the highest whole version, or the one that the plan names by its tag', () => {
    expect(defaultBackup(listed())?.name).toBe('1.10.0');
    for (const rollbackVersion of ['v1.9.0', '1.9.0'])
      expect(defaultBackup(listed(SET, { rollbackVersion }))?.name).toBe('1.9.0');
  });

  it('is judged by its own freshness', () => {
    const fresh = listed({ ...SET, freshWithin: 45 * DAY });
    expect(fresh.backups.map(({ name, unusable }) => [name, unusable]).slice(1, 3)).toEqual([
      ['1.10.0', undefined],
      ['1.9.0', 'stale'],
    ]);
  });

  it('is complete for a scheme that returns to the code alone as soon as the tag is there', () => {
    const list = listFor(listed(), CODE);
    expect(list.backups.map(({ name, unusable }) => [name, unusable])).toEqual([
      ['1.11.0', undefined],
      ['1.10.0', undefined],
      ['1.9.0', undefined],
      ['1.8.0', undefined],
    ]);
    expect(list.places).toEqual([{ host: 'app-1', directory: '/srv/shop' }]);
  });

  it('proposes for the code alone what was before the code that stands there', () => {
    const list = listFor(listed(SET, {}, standingAt('v1.11.0')), CODE);
    expect(list.backups.map(({ name, isDeployed, unusable }) => [name, isDeployed, unusable])).toEqual([
      ['1.11.0', true, undefined],
      ['1.10.0', false, undefined],
      ['1.9.0', false, undefined],
      ['1.8.0', false, undefined],
    ]);
    expect(defaultBackup(list)?.name).toBe('1.10.0');
  });

  it('proposes for the code alone what stands there where the plan leads to it', () => {
    const list = listFor(listed(SET, { rollbackVersion: 'v1.11.0' }, standingAt('v1.11.0')), CODE);
    expect(defaultBackup(list)).toMatchObject({ name: '1.11.0', isDeployed: true });
  });

  it('is not what is deployed because its code is: data and pages may be others', () => {
    expect(defaultBackup(listed(SET, { deployedVersion: 'v1.10.0' }))).toMatchObject({
      name: '1.10.0',
      isDeployed: false,
    });
    const list = listed(SET, {}, standingAt('v1.10.0'));
    expect(defaultBackup(list)).toMatchObject({ name: '1.10.0', isDeployed: false });
  });
});

it('orders versions by their numbers, and what comes before a release before it', () => {
  const versions = ['2.0.0', '1.10.0', '2.0.0-rc2', '1.9.0', '2.0.0-rc10'];
  expect(versions.toSorted(compareVersions)).toEqual(['1.9.0', '1.10.0', '2.0.0-rc2', '2.0.0-rc10', '2.0.0']);
});
