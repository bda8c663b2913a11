import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { planReference } from '../../src/plan/plan-reference.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { planJsonSchema } from '../../src/plan/schema-shape.js';
import { texts } from './broken-copies.js';

/** Cells of every row that describes a key. */
function keys(): readonly (readonly string[])[] {
  const tables = planReference().slice(planReference().indexOf('## The file'));
  const rows = tables.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

test('docs/plan-reference.md says what the schema says (npx vitest run test/plan -u writes it anew)', async () => {
  await expect(planReference()).toMatchFileSnapshot('../../docs/plan-reference.md');
});

test('docs/plan.schema.json is the same schema for editors (npx vitest run test/plan -u writes it anew)', async () => {
  await expect(planJsonSchema()).toMatchFileSnapshot('../../docs/plan.schema.json');
});

test('every key has a meaning and an example', () => {
  expect(keys().length).toBeGreaterThan(100);
  expect(
    keys().filter(
      ([, , , , example, meaning]) =>
        example === '' || /^`(null|text|.*: text.*)`$/.test(example ?? '') || meaning === '',
    ),
  ).toEqual([]);
});

test('a key without an example of its own has a table of its own', () => {
  const headings = planReference().match(/^(## |The same keys: ).*$/gm) ?? [];
  const without = keys().flatMap(([, key = '', , , example]) =>
    example === 'see its own table' ? [key.replaceAll('`', '')] : [],
  );
  expect(
    without.filter((key) => !headings.some((heading) => RegExp(`[\`.]${key}(\\[\\]|\\.<name>)?\``).test(heading))),
  ).toEqual([]);
});

test('the schema for editors takes the plans that come with the product, and refuses what is mistyped', () => {
  const schema = z.fromJSONSchema(JSON.parse(planJsonSchema()));
  for (const text of Object.values(texts)) expect(schema.safeParse(parse(text)).error).toBeUndefined();
  expect(schema.safeParse(parse(texts.wechat.replace('budget: 1m', 'budgte: 1m'))).success).toBe(false);
  expect(schema.safeParse(parse(texts.wechat.replace('effect: reversible', 'effect: maybe'))).success).toBe(false);
});

test('the plan in docs/writing-a-plan.md is accepted, also with the scheme that shows how it is taken back', () => {
  const page = readFileSync(new URL('../../docs/writing-a-plan.md', import.meta.url), 'utf8');
  const [whole = '', scheme = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text);
  expect(readPlan(whole, 'x')).toMatchObject({ ok: true, plan: { name: 'shop', schemes: [{ key: 'a' }] } });
  const both = readPlan(
    whole.replace('\nnotice:\n', () => `\n${scheme}\nnotice:\n`),
    'x',
  );
  expect(both).toMatchObject({
    ok: true,
    plan: { schemes: [{ key: 'a' }, { key: 'b', restore: { automatic: ['step'] } }] },
  });
});
