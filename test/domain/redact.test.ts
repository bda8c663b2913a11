import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/domain/redact.js';
import { Secret } from '../../src/domain/secret.js';

const KEY = 'k3y/with+odd="chars"';
const secrets = [new Secret(KEY)];

describe('redact', () => {
  it.each([
    ['as it is', `X-Admin-Key: ${KEY}`],
    ['URL-encoded', `?key=${encodeURIComponent(KEY)}`],
    ['in JSON', JSON.stringify({ key: KEY })],
    ['in base64', btoa(KEY)],
    ['in base64 after something else', btoa(`user:${KEY}`)],
  ])('takes a secret out %s', (_how, text) => {
    const rest = redact(text, secrets);
    expect(rest).toContain('[redacted]');
    expect(rest).not.toContain(KEY.slice(0, 8));
  });

  it.each([
    ['mongodb://root:hunter22@db/app', 'mongodb://root:[redacted]@db/app'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['xoxb-1234567890-abc', '[redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[redacted]'],
  ])('knows %s when it sees it', (text, rest) => {
    expect(redact(text, [])).toBe(rest);
  });

  it('is done with a megabyte of anything at once', () => {
    for (const text of ['x'.repeat(1 << 20), 'a:'.repeat(1 << 19), 'http://'.repeat(1 << 17), ' '.repeat(1 << 20)]) {
      expect(redact(text, secrets)).toBe(text);
    }
  });

  it('finds every secret wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(secret.trim().length >= 6 && !'[redacted]'.includes(secret.trim()));
        expect(redact(before + secret + after, [new Secret(secret)])).not.toContain(before + secret.trim() + after);
      }),
    );
  });
});

it('a secret does not print', () => {
  const secret = new Secret(KEY);
  const printed = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: { secret } }),
    String(Object.entries(secret)),
  ];
  expect(printed.join()).not.toContain('k3y');
});
