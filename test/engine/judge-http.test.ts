import { expect, it } from 'vitest';
import type { HttpRequest } from '../../src/domain/check.js';
import { judge } from '../../src/engine/judge-http.js';

const request: HttpRequest = {
  ...{ method: 'GET', path: '/report', headers: {}, status: 200, save: {}, retry: { times: 1, every: 0 } },
  json: { 'report.summary': { present: true } },
};

const verdictOf = (summary: unknown) => {
  const body = JSON.stringify({ report: { summary } });
  return judge(request, 'GET /report', { status: 200, body, durationMs: 1 }, { saved: {}, variables: {}, hide: String })
    .answer.verdict;
};

it.each([['ok'], [{ score: 1 }], [['a']], [0], [false]])('takes %j for something that is there', (summary) => {
  expect(verdictOf(summary)).toBe('pass');
});

it.each([[undefined], [null], [''], [' '], [{}], [[]]])(
  'takes %j for nothing: an empty report is how a stuck task looks',
  (nothing) => {
    expect(verdictOf(nothing)).toBe('fail');
  },
);
