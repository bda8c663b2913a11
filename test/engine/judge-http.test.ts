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

it.each([
  [{ below: 0.05 }, 0.01, 'pass', 'rate = 0.01 < 0.05'],
  [{ below: 0.05 }, 0.05, 'fail', 'rate = 0.05 ≥ 0.05'],
  [{ above: 2 }, 3, 'pass', 'rate = 3 > 2'],
  [{ above: 2 }, 1, 'fail', 'rate = 1 ≤ 2'],
  [{ below: 0.05 }, '0.01', 'fail', 'rate = "0.01" (< 0.05)'],
  [{ below: 0.05 }, undefined, 'fail', 'rate = missing (< 0.05)'],
])('tells a bound as it is: %j of %j', (wish, rate, verdict, words) => {
  const bounded: HttpRequest = { ...request, json: { rate: wish } };
  const answer = { status: 200, body: JSON.stringify({ rate }), durationMs: 1 };
  const judged = judge(bounded, 'GET /report', answer, { saved: {}, variables: {}, hide: String });
  expect(judged.answer).toEqual({ verdict, evidence: `GET /report → 200 ${words}` });
});
