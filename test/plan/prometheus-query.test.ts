import { expect, it } from 'vitest';
import { queryFault } from '../../src/plan/prometheus-query.js';

it.each([
  'up{job="shop"}',
  'up{path!="a > b",job=~"x"}',
  'count(up == 0)',
  'up == bool 1',
  'up == 0 or vector(0)',
  '(sum(rate(errors{code=~"5.."}[1m])) or vector(0)) / clamp_min(sum(rate(all[1m])), 0.000001)',
])('takes %s', (query) => {
  expect(queryFault(query)).toBeUndefined();
});

it.each(['up == 1', 'sum(rate(errors[1m])) / sum(rate(all[1m])) < 0.01', 'up{job="a"}>=1', 'up != 1'])(
  'refuses %s, which leaves out what should be judged',
  (query) => {
    expect(queryFault(query)?.en).toContain('a comparison leaves out');
  },
);
