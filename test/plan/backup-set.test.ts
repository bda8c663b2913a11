import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';

const PLAN = `plan: shop
title: Shop
version: '1.0'
owner: team
timezone: Asia/Shanghai
roles: { lead: Lead }
targets: { app: { title: App }, db: { title: Database } }
variables: { APP_DIR: Folder, BACKUP_DIR: Backups }
severities: { P0: { title: Now, deciders: [lead], respondWithin: 5m, action: roll-back } }
approval: { validFor: 15m }
backups:
  release:
    kind: set
    title: Release
    parts:
      database:
        title: Dump
        target: db
        directory: BACKUP_DIR
        pattern: 'db_{version}.tar.gz'
        complete: tar -tzf "$BACKUP" >/dev/null
      code: { kind: git-tag, target: app, directory: APP_DIR, pattern: 'v{version}' }
  nightly: { kind: git-tag, title: Nightly, target: app, directory: APP_DIR }
prechecks:
  - { id: space, title: Space, blocking: true, space: { target: db, at: $HOME, copiesOf: [$BACKUP_DATABASE] } }
checks:
  - { id: health, title: Health, command: { target: app, run: 'true' } }
schemes:
  database:
    title: Database
    budget: 5m
    when: [Data is damaged]
    backup: { source: release, parts: [database] }
    steps:
      - { id: restore, title: Restore, target: db, run: 'restore "$BACKUP_DATABASE"', effect: irreversible, deadline: 1m }
  code:
    title: Code
    budget: 5m
    when: [Code is broken]
    backup: { source: release, parts: [code] }
    without: [space]
    steps:
      - { id: checkout, title: Check out, target: app, run: 'git checkout "$BACKUP_CODE"; echo "$BACKUP_VERSION $BACKUP_CODE_DIGEST"', effect: irreversible, deadline: 1m }
  full: { title: Both, budget: 9m, when: [All is broken], compose: [database, code] }
`;

function problemsWith(...edits: readonly (readonly [string, string])[]): readonly string[] {
  const text = edits.reduce((plan, [from, to]) => {
    if (!plan.includes(from)) throw new Error(`the plan has no ${from}`);
    return plan.replace(from, () => to);
  }, PLAN);
  const reading = readPlan(text, 'x');
  return reading.ok ? [] : reading.problems.map(({ line, path, message }) => `${line} ${path}: ${message.en}`);
}

describe('a set in a plan', () => {
  it('is read with its parts, each a place of its own', () => {
    const reading = readPlan(PLAN, 'x');
    expect(reading).toMatchObject({ ok: true });
    const [set] = reading.ok ? reading.plan.backups : [];
    expect(set).toMatchObject({
      ...{ name: 'release', kind: 'set', older: 'refuse' },
      parts: [
        { name: 'database', title: 'Dump', kind: 'file', target: 'db', pattern: 'db_{version}.tar.gz', minBytes: 1 },
        { name: 'code', title: 'code', kind: 'git-tag', target: 'app', pattern: 'v{version}' },
      ],
    });
  });

  it('is what a composed scheme returns to: the parts that its schemes return to', () => {
    const reading = readPlan(PLAN, 'x');
    const full = reading.ok ? reading.plan.schemes[2] : undefined;
    expect(full?.backup).toEqual({ source: 'release', parts: ['database', 'code'], cites: [] });
  });
});

describe('a set is refused', () => {
  it.each([
    [
      'with a part on a target that is not there',
      ['        target: db\n', '        target: dp\n'],
      '18 backups.release.parts.database.target: there is no target dp; write db',
    ],
    [
      'without a version in a name',
      ["'db_{version}.tar.gz'", "'db.tar.gz'"],
      '20 backups.release.parts.database.pattern: put {version} where the version stands in the name, once',
    ],
    [
      'whose script of a part is wrong',
      ['tar -tzf "$BACKUP"', 'tar -tzf "$BACKUPS"'],
      '21 backups.release.parts.database.complete: there is no variable BACKUPS; write $BACKUP',
    ],
    [
      'whose part would take the name of a variable',
      ['      code: {', '      dir: {'],
      '22 backups.release.parts.dir: the part dir would give $BACKUP_DIR, which means something else already; rename one',
    ],
    [
      'when a scheme names a part that it has not',
      ['parts: [code]', 'parts: [coda]'],
      '40 schemes.code.backup.parts[0]: there is no part coda; write code',
    ],
    [
      'when a script wants the single backup of another source',
      ['restore "$BACKUP_DATABASE"', 'restore "$BACKUP"'],
      '35 schemes.database.steps[0].run: $BACKUP is not given with a set of backups; write one of its parts: $BACKUP_DATABASE',
    ],
    [
      'when a scheme composes schemes that return to different sources',
      ['{ source: release, parts: [code] }', 'nightly'],
      '44 schemes.full.compose: its parts return to release and nightly, and one run returns to one backup; declare a set that holds both, or compose a scheme without backup: that finds by itself what it returns to',
    ],
    [
      'when a composed scheme returns to another source than its parts, whose $BACKUP it would be',
      ['compose: [database, code]', 'compose: [database, code], backup: nightly'],
      '44 schemes.full.backup: a part of it returns to release, and one run returns to one backup; declare a set that holds both, or compose a scheme without backup: that finds by itself what it returns to',
    ],
    [
      'when a source without parts is to have some',
      ['{ source: release, parts: [code] }', '{ source: nightly, parts: [code] }'],
      '40 schemes.code.backup.parts: nightly is no set and has no parts; remove parts',
    ],
  ] as const)('%s', (_, edit, problem) => {
    expect(problemsWith(edit)).toContainEqual(problem);
  });
});
