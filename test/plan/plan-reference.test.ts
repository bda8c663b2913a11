import { expect, test } from 'vitest';
import { planReference } from '../../src/plan/plan-reference.js';

test('docs/plan-reference.md says what the schema says (npx vitest run test/plan -u writes it anew)', async () => {
  await expect(planReference()).toMatchFileSnapshot('../../docs/plan-reference.md');
});

test('every key has a meaning', () => {
  const rows = planReference()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
});
