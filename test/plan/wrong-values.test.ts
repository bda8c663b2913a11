import { describe, expect, it } from 'vitest';
import { problemsOf } from './broken-copies.js';

describe('a value of the wrong kind is told with what to write', () => {
  it.each([
    ['no effect', '        effect: reversible\n', '', 'effect is missing; must be one of read-only, reversible'],
    ['one word for a list', 'deciders: [cto, tech-director]', 'deciders: cto', 'must be a list; write [cto]'],
    ['a sentence for a list', 'cites: [S2.26, S2.27]', 'cites: S2.26, S2.27', 'must be a list; write […]'],
    ['a number for a text', 'version: 1.0.0', 'version: 1.0', 'must be a text; put numbers, true and false in quotes'],
    ['a size for a number', 'minBytes: 1', 'minBytes: 1KB', 'must be a number; e.g. 4096'],
    [
      'one word for a map',
      'retry: { times: 3, every: 1s }',
      'retry: 3',
      'must be a map of keys and values; known here: times, every',
    ],
    [
      'a folder for a variable',
      'directory: BACKUP_DIR',
      'directory: /data/backups',
      'name a variable of the plan, without $, e.g. BACKUP_DIR; its value stands in backout.yaml',
    ],
    ['an address for a path', 'get: /api/version', 'get: http://api/version', 'write the path alone, beginning with /'],
  ])('%s', (_what, from, to, message) => {
    expect(problemsOf('wechat', [from, to])).toMatchObject([{ message: expect.stringContaining(message) }]);
  });
});

describe('a sign of a Chinese keyboard in the place of one of YAML', () => {
  it.each([
    ['a full-width colon', 'version: 1.0.0', 'version：1.0.0', 'write : and a blank in place of ：'],
    [
      'a full-width colon in braces',
      '{ validFor: 15m }',
      '{ validFor：15m, a: b: c }',
      'write : and a blank in place of ：',
    ],
    [
      'a full-width comma',
      '{ times: 60, every: 1s }',
      '{ times: 60， every: 1s }',
      'write , and a blank in place of ，',
    ],
  ])('%s', (_what, from, to, message) => {
    const problems = problemsOf('wechat', [from, to]);
    expect(problems).toMatchObject([{ message: expect.stringContaining(message) }]);
  });
});
