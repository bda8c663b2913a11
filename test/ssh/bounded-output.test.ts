import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/domain/printable.js';
import { redact } from '../../src/domain/redact.js';
import { Secret } from '../../src/domain/secret.js';
import { createBoundedOutput } from '../../src/ssh/bounded-output.js';

const EACH = 64 * 1024;
const KEY = 'kq7Zp2Lx9Wv4Bn6Tr8Ys3Dh5';

/** What people see of an output: bounded by the adapter, then made safe as the engine does. */
function shown(bytes: Buffer, fileContent: string, dropped = 0): string {
  const output = createBoundedOutput({ secrets: [new Secret(fileContent)] });
  for (let at = 0; at < bytes.length; at += 32_768) output.add(bytes.subarray(at, at + 32_768));
  return redact(printable(output.toOutput(dropped).text), [new Secret(KEY)]);
}

/** True when eight characters of the secret in a row, or of its URL-encoded or base64 form, can be read. */
function leaks(text: string, form: string): boolean {
  return Array.from({ length: form.length - 7 }, (_, at) => form.slice(at, at + 8)).some((part) => text.includes(part));
}

const FORMS = [KEY, Buffer.from(KEY).toString('base64').slice(0, 32)];
const filler = (line: string, length: number) => line.repeat(Math.ceil(length / line.length)).slice(0, length);

describe('a secret at a cut', () => {
  const line = fc.constantFrom(
    'x ',
    'a line of text\n',
    `${'y '.repeat(2500)}\n`,
    '行\n',
    '\n',
    `${'z'.repeat(200)}\r\n`,
  );
  const form = fc.constantFrom(...FORMS);

  test.each([
    ['the beginning that is kept', EACH],
    ['the end that is kept', 5 * EACH - EACH],
  ])('is never shown in part, at %s', (_what, seam) => {
    fc.assert(
      fc.property(line, form, fc.integer({ min: -40, max: 40 }), (text, secret, shift) => {
        const size = 5 * EACH;
        const bytes = Buffer.from(filler(text, size));
        bytes.write(secret, seam + shift);
        const seen = shown(bytes.subarray(0, size), `X-Admin-Key: ${KEY}\n`);
        expect(leaks(seen, secret)).toBe(false);
        expect(seen.length).toBeGreaterThan(EACH / 2);
      }),
      { numRuns: 60 },
    );
  });

  test('is never shown in part, where the margin ends either', () => {
    for (let shift = -9000; shift < 9000; shift += 151) {
      const bytes = Buffer.from(filler('a line of text\n', 3 * EACH));
      bytes.write(KEY, EACH + shift);
      bytes.write(KEY, 2 * EACH + shift);
      expect(leaks(shown(bytes, KEY), KEY)).toBe(false);
    }
  });

  test('is never shown in part, at the end of what the host kept', () => {
    for (let shown8 = 1; shown8 <= KEY.length; shown8 += 4) {
      for (const before of ['a line of text\n', 'x ']) {
        const kept = Buffer.from(filler(before, 3 * EACH) + KEY.slice(0, shown8));
        const seen = shown(kept, KEY, 1000);
        expect(leaks(seen, KEY)).toBe(false);
        expect(seen.endsWith('\n[…]\n')).toBe(true);
      }
    }
  });

  test('of many lines is never shown in part', () => {
    const lines = Array.from({ length: 30 }, (_, n) => `line${n}${KEY}${n * 7919}`);
    const pem = lines.join('\n');
    for (let shift = -pem.length - 20; shift < 20; shift += 97) {
      const bytes = Buffer.from(filler('a line of text\n', 3 * EACH));
      bytes.write(pem, EACH + shift);
      bytes.write(pem, 2 * EACH + shift);
      const output = createBoundedOutput({ secrets: [new Secret(pem)] });
      output.add(bytes);
      const { text } = output.toOutput();
      expect(lines.some((one) => text.includes(one.slice(0, 12)) || text.includes(one.slice(-12)))).toBe(false);
    }
  });
});

describe('lines at a cut', () => {
  test('are whole', () => {
    const text = Array.from({ length: 40_000 }, (_, n) => `line ${n} 行\n`).join('');
    const [start = '', end = ''] = shown(Buffer.from(text), KEY).split('[…]\n');
    expect(text.startsWith(start) && start.endsWith('行\n')).toBe(true);
    expect(text.endsWith(`\n${end}`) && end.startsWith('line ')).toBe(true);
    expect(start.length + end.length).toBeGreaterThan(EACH);
  });

  test('too long for that are cut between characters', () => {
    const seen = shown(Buffer.from('😀'.repeat(EACH)), KEY);
    expect(seen).not.toMatch(/\uFFFD|[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(seen).toMatch(/^(😀)+\n\[…\]\n(😀)+$/u);
  });

  test('of what fits are left alone, to the last byte', () => {
    const output = createBoundedOutput();
    output.add(Buffer.from('x'.repeat(2 * EACH)));
    expect(output.toOutput()).toEqual({ text: 'x'.repeat(2 * EACH), bytes: 2 * EACH, cut: false });
  });
});
