import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical-json.js';

it('reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('sorts keys at every depth and leaves out undefined, as JSON does', () => {
  const value = { b: 1, a: [{ d: undefined, c: null, aa: 'é' }], B: undefined };
  expect(canonicalJson(value)).toBe('{"a":[{"aa":"é","c":null}],"b":1}');
});

it('keeps a key named __proto__ a key', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1}}');
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, undefined])('refuses %s', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
