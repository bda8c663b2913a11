import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';

const HEAD = `plan: shop
title: Shop
version: '1.0'
owner: team
timezone: Asia/Shanghai
roles: { lead: Lead }
targets: { app: { title: App }, db: { title: Database } }
variables: { APP_DIR: Folder, API: Address }
severities: { P0: { title: Now, deciders: [lead], respondWithin: 5m, action: roll-back } }
approval: { validFor: 15m }
checks:
  - { id: health, title: Health, command: { target: app, run: 'true' } }
  - { id: users, title: Users, manual: {} }
schemes:
`;
const DATABASE = `  database:
    title: Database
    budget: 5m
    version: v1
    when: [Data is damaged]
    without: [users]
    prechecks:
      - { id: space, title: Space, blocking: true, space: { target: db, at: $HOME, free: 1MB } }
    steps:
      - id: stop
        title: Stop
        target: app
        run: pm2 stop shop
        effect: reversible
        deadline: 1m
        undo: { run: pm2 start shop }
      - { id: start, title: Start, target: app, run: pm2 start shop, effect: reversible, deadline: 1m }
    checks:
      - { id: rows, title: Rows, command: { target: db, run: 'true' } }
    restore:
      automatic: [step]
      checks: [{ id: runs, title: It runs, command: { target: app, run: 'true' } }]
      kept: { target: db, run: test -d kept }
    record: { files: { zh-CN: 数据库, en: The database } }
`;
const FRONTEND = `  frontend:
    title: Frontend
    budget: 5m
    version: v1
    when: [Pages are broken]
    without: [users]
    prechecks:
      - { id: space, title: Space, blocking: true, space: { target: db, at: $HOME, free: 1MB } }
    steps:
      - id: swap
        title: Swap
        target: app
        run: mv -T "$APP_DIR/a" "$APP_DIR/b"
        effect: reversible
        deadline: 1m
        undo: { run: mv -T "$APP_DIR/b" "$APP_DIR/a" }
    checks:
      - { id: home, title: Home page, http: { base: API, requests: [{ get: / }] } }
    restore:
      checks: [{ id: runs, title: It runs, command: { target: app, run: 'true' } }]
      kept: { target: app, run: test -d kept }
    record: { files: { zh-CN: 前端, en: The frontend } }
`;
const FULL = `  full:
    title: All of it
    budget: 20m
    version: v1
    when: [Everything is broken]
    compose: [database, frontend]
    without: [start]
    checks:
      - { id: orders, title: Orders, command: { target: db, run: 'true' } }
`;

function read(...schemes: readonly string[]) {
  return readPlan(HEAD + schemes.join(''), 'x');
}

function problems(...schemes: readonly string[]): readonly string[] {
  const reading = read(...schemes);
  return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message.en}`);
}

const ids = (list: readonly { readonly id: string }[] = []) => list.map(({ id }) => id);

describe('a composed scheme', () => {
  const reading = read(DATABASE, FRONTEND, FULL);
  const plan = reading.ok ? reading.plan : undefined;
  const full = plan?.schemes.find(({ key }) => key === 'full');

  it('does the steps of its parts in order, without those it leaves out', () => {
    expect(ids(full?.steps)).toEqual(['stop', 'swap']);
    expect(ids(plan?.schemes[0]?.steps)).toEqual(['stop', 'start']);
  });

  it('asks what it asks itself, what its parts ask, each once, and what the plan asks of any of them', () => {
    expect(ids(full?.prechecks)).toEqual(['space']);
    // Both parts leave the users out.
    expect(ids(full?.checks)).toEqual(['orders', 'rows', 'home', 'health']);
  });

  it('is taken back by the undos of all parts, seen by the checks of all, as long as all kept their copies', () => {
    expect(ids(full?.restore?.checks)).toEqual(['runs']);
    expect(full?.restore?.kept.map(({ id, target }) => [id, target])).toEqual([
      ['kept-database', 'db'],
      ['kept-frontend', 'app'],
    ]);
  });

  it('starts its undo by itself only where it says so itself', () => {
    expect(full?.restore?.automatic).toEqual([]);
    const told = read(DATABASE, FRONTEND, `${FULL}    restore: { automatic: [step, verification] }\n`);
    const restore = told.ok ? told.plan.schemes[2]?.restore : undefined;
    expect(restore?.automatic).toEqual(['step', 'verification']);
    expect(ids(restore?.checks)).toEqual(['runs']);
  });

  it('cannot be undone after its end when a part keeps nothing', () => {
    const forgetful = FRONTEND.replace('      kept: { target: app, run: test -d kept }\n', '');
    const told = read(DATABASE, forgetful, FULL);
    expect(told.ok && told.plan.schemes[2]?.restore?.kept).toEqual([]);
  });

  it('fills the record with what its parts restore', () => {
    expect(full?.record.files).toEqual({ 'zh-CN': '数据库；前端', en: 'The database; The frontend' });
  });
});

describe('a composition is refused', () => {
  it('of schemes that are not there, stand twice, or are composed themselves', () => {
    const other = FULL.replace('  full:', '  more:').replace(
      '[database, frontend]',
      '[full, database, database, fronted]',
    );
    const of = (index: number) => `schemes.more.compose[${index}]`;
    expect(problems(DATABASE, FRONTEND, FULL, other)).toEqual([
      `${of(0)}: full is composed itself; name schemes that have steps`,
      `${of(2)}: database stands twice here; name each scheme once`,
      `${of(3)}: there is no scheme fronted; write frontend`,
    ]);
  });

  it('beside steps, and without either', () => {
    const neither = FULL.replace('    compose: [database, frontend]\n', '').replace('    without: [start]\n', '');
    expect(problems(DATABASE, FRONTEND, neither)).toEqual([
      'schemes.full.steps: write exactly one of steps and compose',
    ]);
  });

  it('when two parts name a step alike, at the second one', () => {
    expect(problems(DATABASE, FRONTEND.replace('id: swap', 'id: stop'), FULL)).toEqual([
      'schemes.frontend.steps[0].id: scheme database has a step stop too, and scheme full composes both; rename one, or name it in without: there',
    ]);
  });

  it('when two parts ask different things under one id, unless it asks itself', () => {
    const other = FRONTEND.replace('free: 1MB', 'free: 2MB');
    expect(problems(DATABASE, other, FULL)).toEqual([
      'schemes.frontend.prechecks[0].id: scheme database asks something else under space, and scheme full composes both; rename one, or write a check space in full',
    ]);
    const own = `${FULL}    prechecks:\n      - { id: space, title: Space, blocking: true, space: { target: db, at: $HOME, free: 3MB } }\n`;
    expect(problems(DATABASE, other, own)).toEqual([]);
  });

  it('when it leaves out what nobody has', () => {
    expect(problems(DATABASE, FRONTEND, FULL.replace('[start]', '[begin]'))).toEqual([
      expect.stringContaining(
        'schemes.full.without[0]: neither its parts nor the plan have a step or a check begin; known: stop,',
      ),
    ]);
  });

  it('with line and column where a part is wrong only as a part', () => {
    const reading = read(DATABASE, FRONTEND.replace('id: swap', 'id: stop'), FULL);
    const text = HEAD + DATABASE;
    expect(reading).toMatchObject({ problems: [{ line: text.split('\n').length + 9, column: 9 }] });
  });
});
