import { expect, it } from 'vitest';
import type { z } from 'zod';
import { inventorySchema } from '../../src/config/inventory-schema.js';
import { advice, advised, after } from '../../src/plan/advice.js';
import { planSchema } from '../../src/plan/plan-schema.js';

/** Every message that a schema or a part of it was given; zod keeps each as a function of the issue. */
function messagesIn(part: unknown, seen = new Set<unknown>()): readonly string[] {
  if (typeof part !== 'object' || part === null || seen.has(part)) return [];
  seen.add(part);
  const { def } = (part as { readonly _zod?: { readonly def?: object } })._zod ?? {};
  if (!def) return Object.values(part).flatMap((inner) => messagesIn(inner, seen));
  const { error } = def as { readonly error?: (issue: object) => string };
  return [...(error ? [error({})] : []), ...Object.values(def).flatMap((inner) => messagesIn(inner, seen))];
}

it.each<readonly [string, z.ZodType]>([
  ['a plan', planSchema],
  ['backout.yaml', inventorySchema],
])('every advice in the schema of %s is in both languages', (_name, schema) => {
  const messages = messagesIn(schema);
  expect(messages.length).toBeGreaterThan(10);
  expect(messages.filter((message) => !/\p{Script=Han}/u.test(advised(message)?.['zh-CN'] ?? ''))).toEqual([]);
});

it('carries both languages in one string, behind a fact where there is one', () => {
  const said = advice('write a port', '请写端口');
  expect(advised(said)).toEqual({ en: 'write a port', 'zh-CN': '请写端口' });
  expect(advised(after({ en: 'port is missing', 'zh-CN': '缺少 port' }, said))).toEqual({
    en: 'port is missing; write a port',
    'zh-CN': '缺少 port；请写端口',
  });
  expect(advised('Invalid input')).toBeUndefined();
});
