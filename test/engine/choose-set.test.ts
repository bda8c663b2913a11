import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { System } from '../../src/domain/system.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { ask, engineOf, inPhase, openRun, until } from '../helpers/engine-run.js';
import { fakeDeps } from '../helpers/fake-ports.js';
import { CTO, OPS } from '../helpers/story.js';
import { thisMachine } from '../helpers/this-machine.js';

const PLAN = `plan: shop
title: Shop
version: '1.0'
owner: team
timezone: Asia/Shanghai
roles: { ops: Operations }
targets: { app: { title: App }, store: { title: Store } }
variables: { APP_DIR: Repository, STORE: Backups }
severities: { NOW: { title: Now, deciders: [ops], respondWithin: 5m, action: roll-back } }
approval: { validFor: 15m }
backups:
  release:
    kind: set
    title: Release
    parts:
      database: { target: store, directory: STORE, pattern: 'db_{version}.tar.gz', complete: 'tar -tzf "$BACKUP" >/dev/null' }
      frontend: { kind: directory, target: store, directory: STORE, pattern: 'frontend_{version}' }
      code: { kind: git-tag, target: app, directory: APP_DIR, pattern: 'v{version}' }
prechecks:
  - { id: space, title: Space, blocking: true, space: { target: store, at: $STORE, free: 1MB, backups: 1 } }
  - { id: backup, title: Backup, blocking: true, backup: release }
checks: [{ id: said, title: Said, command: { target: app, run: 'true' } }]
schemes:
  code:
    title: Code
    budget: 1m
    when: [x]
    backup: { source: release, parts: [code] }
    steps:
      - { id: checkout, title: x, target: app, run: 'echo "$BACKUP_VERSION $BACKUP_CODE $BACKUP_CODE_DIGEST"', effect: irreversible, deadline: 5s }
  pages:
    title: Pages
    budget: 1m
    when: [x]
    backup: { source: release, parts: [database, frontend] }
    steps:
      - { id: copy, title: x, target: store, run: 'cat "$BACKUP_FRONTEND/index.html"; tar -tzf "$BACKUP_DATABASE"', effect: irreversible, deadline: 5s }
  full: { title: All, budget: 1m, when: [x], compose: [code, pages] }
`;

/** A shop with two versions on this machine, as two targets. */
function shop() {
  const machine = thisMachine('app');
  const reading = readPlan(PLAN, 'b'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const variables = { APP_DIR: join(machine.root, 'repository'), STORE: join(machine.root, 'store') };
  for (const folder of Object.values(variables)) mkdirSync(folder, { recursive: true });
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', variables.APP_DIR, '-c', 'user.name=t', '-c', 'user.email=t@t', ...words], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  for (const version of ['1.9.0', '1.10.0']) {
    git('commit', '--quiet', '--allow-empty', '-m', version);
    git('tag', `v${version}`);
    mkdirSync(join(variables.STORE, `frontend_${version}`));
    writeFileSync(join(variables.STORE, `frontend_${version}`, 'index.html'), `pages of ${version}\n`);
    writeFileSync(join(variables.STORE, 'dump'), version);
    execFileSync('tar', ['-C', variables.STORE, '-czf', join(variables.STORE, `db_${version}.tar.gz`), 'dump']);
  }
  const system: System = {
    ...{ plan: reading.plan, environment: 'sandbox', language: 'en', channels: ['C0INCIDENT'] },
    ...{
      targets: { app: machine.target, store: { ...machine.target, name: 'store' } },
      variables,
      requesters: ['ops'],
    },
    roles: { ops: { users: [OPS, CTO], groups: [] } },
  };
  const deps = { ...fakeDeps(system), remote: machine.remote };
  const wish = { ...ask, system: 'shop', severity: 'NOW', scheme: 'full' };
  return { deps, wish, git, at: (name: string) => join(variables.STORE, name) };
}

describe('a set over several targets', () => {
  it('is by default the highest whole version, identified part by part', async () => {
    const { deps, wish, git, at } = shop();
    const { state } = await openRun(deps, wish);
    expect(state.request.version).toBe('1.10.0');
    expect(state.request.backup).toMatchObject({
      ...{ source: 'release', kind: 'set', name: '1.10.0' },
      parts: [
        { name: 'database', kind: 'file', path: at('db_1.10.0.tar.gz') },
        { name: 'frontend', kind: 'directory', path: at('frontend_1.10.0'), bytes: 16 },
        { name: 'code', kind: 'git-tag', path: 'v1.10.0', digest: git('rev-parse', 'v1.10.0'), bytes: 0 },
      ],
    });
    expect(state.request.backup?.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is not taken when a part is missing, and the refusal names it', async () => {
    const { deps, wish, at } = shop();
    rmSync(at('frontend_1.10.0'), { recursive: true });
    const engine = engineOf(deps);
    expect(await engine.request({ ...wish, backup: '1.10.0' })).toMatchObject({
      failure: { code: 'backup.unusable', at: '1.10.0', facts: { why: 'incomplete', seen: 'frontend' } },
    });
    expect(await engine.request(wish)).toMatchObject({ value: { request: { backup: { name: '1.9.0' } } } });
  });

  it('is listed as unusable when a part is cut off, and the version before is taken', async () => {
    const { deps, wish, at } = shop();
    truncateSync(at('db_1.10.0.tar.gz'), statSync(at('db_1.10.0.tar.gz')).size - 9);
    const engine = engineOf(deps);
    const lists = await engine.backups('shop');
    const said = expect.stringContaining('unexpected end of file');
    expect(lists.ok && lists.value[0]?.backups[0]).toMatchObject({
      ...{ name: '1.10.0', unusable: 'incomplete', missing: ['database'] },
      parts: [{ backup: { unusable: 'unreadable', said } }, {}, {}],
    });
    expect(await engine.request({ ...wish, backup: '1.10.0' })).toMatchObject({
      failure: {
        code: 'backup.unusable',
        facts: { why: 'incomplete', seen: expect.stringMatching(/^database: .*gzip/s) },
      },
    });
    expect(await engine.request(wish)).toMatchObject({ value: { request: { backup: { name: '1.9.0' } } } });
  });

  it('is not taken when a part broke after it was listed', async () => {
    const { deps, wish, at } = shop();
    const engine = engineOf(deps);
    const dump = at('db_1.10.0.tar.gz');
    // The same size and the same time: no listing reads it again.
    utimesSync(dump, 1_700_000_000, 1_700_000_000);
    await engine.backups('shop');
    writeFileSync(dump, 'x'.repeat(statSync(dump).size));
    utimesSync(dump, 1_700_000_000, 1_700_000_000);
    expect(await engine.request(wish)).toMatchObject({
      failure: { code: 'backup.unusable', at: 'db_1.10.0.tar.gz', facts: { why: 'unreadable' } },
    });
  });

  it('of which a scheme needs one part is that part alone', async () => {
    const { deps, wish, at } = shop();
    rmSync(at('db_1.9.0.tar.gz'));
    const { state } = await openRun(deps, { ...wish, scheme: 'code', backup: '1.9.0' });
    expect(state.request.backup).toMatchObject({ name: '1.9.0', parts: [{ name: 'code', path: 'v1.9.0' }] });
    expect(state.request.scheme.steps.map(({ id }) => id)).toEqual(['confirm-backup-app', 'checkout']);
  });
});

describe('the code of a set, when its tag is checked out', () => {
  it('is not what is proposed for the code alone, but for all parts together', async () => {
    const { deps, wish } = shop();
    const engine = engineOf(deps);
    const chosen = (name: string) => ({ value: { request: { backup: { name } } } });
    expect(await engine.request({ ...wish, scheme: 'code' })).toMatchObject(chosen('1.9.0'));
    expect(await engine.request(wish)).toMatchObject(chosen('1.10.0'));
  });
});

describe('a run with a set', () => {
  it('confirms every part on its target, and hands each to the scripts', async () => {
    const { deps, wish, git } = shop();
    const { engine, state, decide } = await openRun(deps, wish);
    await decide(CTO);
    const closed = await until(engine, state.id, inPhase('closed'));
    expect(closed).toMatchObject({ outcome: 'succeeded' });
    expect(closed.steps.map(({ id, output }) => [id, output?.text.trim()])).toEqual([
      ['confirm-backup-store', expect.stringMatching(/db_1.10.0.tar.gz is as it was chosen[\s\S]*frontend_1.10.0 is/)],
      ['confirm-backup-app', expect.stringContaining('v1.10.0 is as it was chosen')],
      ['checkout', `1.10.0 v1.10.0 ${git('rev-parse', 'v1.10.0')}`],
      ['copy', 'pages of 1.10.0\ndump'],
    ]);
  });

  it('touches nothing when one part changed since it was chosen', async () => {
    const { deps, wish, at } = shop();
    const { engine, state, decide } = await openRun(deps, wish);
    writeFileSync(join(at('frontend_1.10.0'), 'index.html'), 'other pages\n');
    await decide(CTO);
    const ended = await until(engine, state.id, (run) => run.steps.some(({ status }) => status === 'failed'));
    expect(ended.steps.map(({ id, status }) => [id, status])).toMatchObject([
      ['confirm-backup-store', 'failed'],
      ['confirm-backup-app', 'pending'],
      ['checkout', 'pending'],
      ['copy', 'pending'],
    ]);
    expect(ended.steps[0]?.output?.text).toContain('changed since it was chosen; nothing was touched');
  });
});
