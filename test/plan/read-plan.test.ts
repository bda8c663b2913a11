import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { s2Plan, s2Text } from '../helpers/plan.js';

/** Line:column and message of every problem after replacing one piece of S2's plan. */
function problemsAfter(from: string, to: string): readonly string[] {
  if (!s2Text.includes(from)) throw new Error(`the plan has no ${from}`);
  const reading = readPlan(s2Text.replace(from, to), 'x');
  return reading.ok
    ? []
    : reading.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message.en}`);
}

/** Where the text that follows `to` stands now. */
function lineOf(piece: string, text = s2Text): number {
  return text.slice(0, text.indexOf(piece)).split('\n').length;
}

describe('S2, the WeChat backend', () => {
  it('is read as the document says it', () => {
    const plan = s2Plan();
    const [scheme] = plan.schemes;
    expect(plan).toMatchObject({ name: 'wechat-backend', timezone: 'Asia/Shanghai', approvalValidFor: 900_000 });
    expect(plan.severities.map(({ key, respondWithin, action }) => [key, respondWithin, action])).toEqual([
      ['P0', 300_000, 'roll-back'],
      ['P1', 900_000, 'assess'],
      ['P2', 3_600_000, 'observe'],
    ]);
    expect(scheme).toMatchObject({ key: 'a', budget: 60_000 });
    expect(scheme?.prechecks.filter(({ weight }) => weight === 'required').map(({ id }) => id)).toEqual([
      'backup',
      'flags-reachable',
    ]);
    expect(scheme?.checks.find(({ id }) => id === 'diagnosis')).toMatchObject({ kind: 'http', writes: true });
  });
});

describe('a plan that is wrong says where and what to write instead', () => {
  const at = (piece: string) => `${lineOf(piece)}:`;

  it.each([
    ['a mistyped key', 'budget: 1m', 'budgte: 1m', 'unknown key budgte; write budget'],
    ['a missing key', '    budget: 1m\n', '', 'budget is missing; write a number with its unit, e.g. 30s, 5m or 24h'],
    ['a duration without a unit', 'deadline: 20s', 'deadline: 20', 'write a number with its unit, e.g. 30s, 5m or 24h'],
    ['a role that is not declared', 'deciders: [cto,', 'deciders: [ceo,', 'there is no role ceo; write cto'],
    [
      'a target that is not declared',
      '        target: app\n        # -f',
      '        target: ap\n        # -f',
      'there is no target ap; write app',
    ],
    [
      'a secret that is not declared',
      'secrets: [ADMIN_KEY]',
      'secrets: [ADMIN_KEYS]',
      'there is no secret ADMIN_KEYS; write ADMIN_KEY',
    ],
    ['a variable that is not declared', 'directory: BACKUP_DIR', 'directory: BACKUPS', 'there is no variable BACKUPS'],
    [
      'a backup source that is not declared',
      'backup: database',
      'backup: databse',
      'there is no backup source databse; write database',
    ],
    [
      'a value that no request saved',
      '/tasks/{EXECUTION_ID}/status',
      '/tasks/{ID}/status',
      '{ID} is saved by no request before this one',
    ],
    ['two of a kind', '- id: read-flags-back', '- id: disable-v2-flags', 'the id disable-v2-flags is used twice here'],
    ['a severity nobody declared', '- severity: P0', '- severity: P7', 'there is no severity P7; write P0'],
    [
      'an effect that does not exist',
      'effect: reversible',
      'effect: maybe',
      'must be one of read-only, reversible, irreversible',
    ],
    ['two requests in one', '{ get: /api/version,', '{ get: /a, post: /b,', 'write exactly one of get and post'],
    ['a zone that does not exist', 'Asia/Shanghai', 'Asia/Shanghia', 'there is no time zone Asia/Shanghia'],
    ['a name without a timestamp', 'diagnosis_{timestamp}.db', 'diagnosis.db', 'put {timestamp} where the time stands'],
    ['a key written twice', 'version: 1.0.0', 'version: 1.0.0\nversion: 1.0.1', 'this key is written twice'],
    ['broken YAML', 'aliases: [方案A', 'aliases: [[方案A', ''],
    ['a citation that is a range', 'cites: [S2.26, S2.27]', 'cites: [S2.26-27]', 'write one item such as S2.32'],
    ['a deadline of 0', 'deadline: 20s', 'deadline: 0s', 'write a duration longer than 0, e.g. 30s'],
    ['a deadline beyond a day', 'deadline: 20s', 'deadline: 25h', 'write at most 24h'],
    ['a request that expires at once', 'validFor: 15m', 'validFor: 0s', 'write a duration longer than 0, e.g. 30s'],
    ['a request that no timer can expire', 'validFor: 15m', 'validFor: 30d', 'write at most 7d'],
    ['backups that are all stale', 'freshWithin: 24h', 'freshWithin: 0h', 'write a duration longer than 0, e.g. 30s'],
    ['no time to decide', 'respondWithin: 5m', 'respondWithin: 0m', 'write a duration longer than 0, e.g. 30s'],
    ['no such days', 'respondWithin: 5m', 'respondWithin: 0 working days', 'write a number with its unit'],
    ['no time to roll back', 'budget: 1m', 'budget: 0ms', 'write a duration longer than 0, e.g. 30s'],
    ['no pause between two tries', 'times: 3, every: 1s', 'times: 3, every: 0s', 'write a duration longer than 0'],
    [
      'the month twice',
      'YYYYMMDD_HHmmss',
      'YYYYMMDDHHMMSS',
      'MM, the month, stands twice; write minutes as mm: e.g. YYYYMMDD_HHmmss',
    ],
    [
      'a token twice',
      'YYYYMMDD_HHmmss',
      'YYYYMMDD_HHmmHH',
      'HH stands twice; write each of YYYY, MM, DD, HH, mm and ss',
    ],
    ['seconds in capitals', 'YYYYMMDD_HHmmss', 'YYYYMMDD_HHmmSS', 'SS means nothing here; write ss: e.g.'],
    ['letters of another tool', 'YYYYMMDD_HHmmss', 'yyyyMMdd_HHmmss', 'yyyy means nothing here; write YYYY: e.g.'],
    ['letters of no tool', 'YYYYMMDD_HHmmss', 'YYYYMMDD_HHmmssZ', 'Z means nothing here; write only YYYY, MM, DD'],
    ['a timestamp without its day', 'YYYYMMDD_HHmmss', 'YYYYMM_HHmmss', 'DD is missing; write its form with YYYY'],
    [
      'two timestamps in a name',
      'diagnosis_{timestamp}.db',
      'diagnosis_{timestamp}_{timestamp}.db',
      'put {timestamp} where the time stands in the name, once',
    ],
    [
      'two timestamps in a copy',
      'pre_rollback_backup_{timestamp}.db',
      '{timestamp}{timestamp}.db',
      'put {timestamp} where the time stands in the name, once',
    ],
    [
      'a post that is asked again',
      '            - post: /api/perform-brand-test\n',
      '            - post: /api/perform-brand-test\n              retry: { times: 3, every: 1s }\n',
      'a request that posts is asked once; put retry on the get requests that follow it',
    ],
    [
      'a variable of the shell',
      '  API: {',
      '  PATH: {',
      'PATH belongs to the shell or to Backout; choose another name',
    ],
    ['a variable of the linker', '  API: {', '  LD_PRELOAD: {', 'LD_PRELOAD belongs to the shell or to Backout'],
    ['a variable of Backout', '  API: {', '  BACKOUT_RUN: {', 'BACKOUT_RUN belongs to the shell or to Backout'],
    ['a secret of the shell', '  ADMIN_KEY:\n', '  ENV:\n', 'ENV belongs to the shell or to Backout'],
    [
      'a variable in place of a secret',
      '  API: {',
      '  ADMIN_KEY_FILE: {',
      "ADMIN_KEY_FILE is where a secret's file is",
    ],
    ['an undefined variable', '-X POST "$ADMIN_API', '-X POST "$ADMIN_APIS', 'there is no variable ADMIN_APIS'],
    ['curl without -f', 'run: curl -fsS', 'run: curl -sS', 'curl calls an HTTP error a success; add -f'],
  ])('%s', (_what, from, to, message) => {
    const problems = problemsAfter(from, to);
    expect(problems.join('\n')).toContain(message);
    expect(problems.join('\n')).toMatch(/^\d+:\d+ /m);
  });

  it.each([
    ['one indent too few', '    budget: 1m\n', '   budget: 1m\n', '   budget: 1m'],
    ['one indent too many', '        effect: reversible\n', '         effect: reversible\n', '         effect'],
    [
      'a step out of its list',
      '      - id: read-flags-back',
      '     - id: read-flags-back',
      '     - id: read-flags-back',
    ],
  ])('says %s once, with the lines to compare', (_what, from, to, place) => {
    const problems = problemsAfter(from, to);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/compare the indentation of this line with the lines above and below it/);
    expect(problems[0]).toMatch(new RegExp(`^${lineOf(place, s2Text.replace(from, to))}:`));
  });

  it('says that more follows from the first mistake in the syntax', () => {
    const [first, ...others] = problemsAfter('    budget: 1m\n', '   budget: 1m\n');
    expect([first, others]).toEqual([expect.stringMatching(/ \(\d+ more follow from it\)$/), []]);
  });

  it('says all keys that are written twice', () => {
    expect(problemsAfter('version: 1.0.0\n', 'version: 1.0.0\nversion: 1\nplan: y\n')).toHaveLength(2);
  });

  it('points at the line and column', () => {
    expect(problemsAfter('budget: 1m', 'budgte: 1m')).toContainEqual(
      `${at('budget: 1m')}5 schemes.a.budgte: unknown key budgte; write budget`,
    );
  });

  it.each(['YYYY-MM-DDTHH:mm:ss', 'YYYYMMDD', 'DD.MM.YYYY-HHmm'])('takes a timestamp of the form %s', (form) => {
    expect(problemsAfter('YYYYMMDD_HHmmss', form)).toEqual([]);
  });

  it('refuses a scheme without any check', () => {
    const start = s2Text.indexOf('    checks:');
    const end = s2Text.indexOf('followUps:');
    const problems = readPlan(`${s2Text.slice(0, start)}    checks: []\n${s2Text.slice(end)}`, 'x');
    expect(problems).toMatchObject({
      problems: [{ message: { en: expect.stringContaining('a scheme needs at least one check') } }],
    });
  });

  it.each([
    ['nothing', ''],
    ['a list', '- a'],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]`,
    ],
    ['an alias without end', 'plan: &a [*a]'],
    ['a staircase', Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
    ['brackets without end', '['.repeat(20_000)],
    ['a prototype', '__proto__: { plan: x }'],
    ['half a megabyte', `plan: ${'x'.repeat(600_000)}`],
  ])('refuses %s', (_what, text) => {
    expect(readPlan(text, 'x').ok).toBe(false);
  });

  it('never throws, whatever is cut out or put in', () => {
    const cut = fc.tuple(fc.nat(s2Text.length), fc.nat(200), fc.string({ unit: 'binary', maxLength: 8 }));
    fc.assert(
      fc.property(cut, ([start, length, put]) => {
        const reading = readPlan(s2Text.slice(0, start) + put + s2Text.slice(start + length), 'x');
        if (!reading.ok)
          for (const { line, message } of reading.problems)
            expect([line > 0, message.en.length > 0]).toEqual([true, true]);
      }),
      { numRuns: 150 },
    );
  });
});
