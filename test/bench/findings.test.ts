import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withFindings } from '../../bench/document.js';
import { median, percentile } from '../../bench/statistics.js';
import { tableOf } from '../../bench/table.js';

it('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(median([4, 1, 2, 100])).toBe(3);
  expect(median([])).toBeNaN();
});

it('a percentile is a value that was measured', () => {
  const values = Array.from({ length: 50 }, (_, index) => 50 - index);
  expect(percentile(values, 0.95)).toBe(48);
  expect(percentile([7], 0.95)).toBe(7);
});

it('marks a budget that is met, one that is not, and a line that has none', () => {
  const table = tableOf([
    { budget: 'Cancel', measured: '65 ms', target: '≤ 0.5 s', isWithin: true },
    { budget: 'Resume', measured: '4560 ms', target: '≤ 1 s', isWithin: false },
    { budget: 'Peer', measured: '300 ms', target: '' },
  ]);
  expect(table.split('\n').slice(2)).toEqual([
    '| Cancel | 65 ms | ≤ 0.5 s | ok |',
    '| Resume | 4560 ms | ≤ 1 s | **over** |',
    '| Peer | 300 ms |  |  |',
  ]);
});

it('replaces what stands between the markers of docs/performance.md, and nothing else', () => {
  const document = readFileSync('docs/performance.md', 'utf8');
  const once = withFindings(document, '| $1 |');
  expect(once).toContain('<!-- bench:begin -->\n| $1 |\n<!-- bench:end -->');
  expect(withFindings(once, '')).toBe(withFindings(document, ''));
  expect(() => withFindings('no markers', '')).toThrow('markers');
});
