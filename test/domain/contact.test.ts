import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../src/domain/contact.js';

describe('nobody can be reached by a placeholder', () => {
  test.each([
    '138****0000',
    '[微信群链接/钉钉群链接]',
    ' [姓名] ',
    '【待定】',
    '<phone>',
    '{link}',
    '__________',
    'YOUR_ADMIN_KEY',
    'XXX',
    'TBD',
    'zhang3@example.com',
    'ops@mail.Example.ORG',
  ])('%s', (value) => expect(isPlaceholder(value)).toBe(true));

  test.each([
    'ops@meiyueart.com',
    '+86 138 0000 1111',
    'zhang3',
    'https://meiyueart.com/[a]/x',
    'XiaoLi',
    'example',
    '',
  ])('but perhaps by %j', (value) => expect(isPlaceholder(value)).toBe(false));

  test('a number with two digits or more hidden, and anything between brackets', () => {
    const digits = fc.stringMatching(/^\d{2,4}$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: 2, max: 8 }), digits, fc.string(), (head, hidden, tail, inside) => {
        expect(isPlaceholder(`${head}${'*'.repeat(hidden)}${tail}`)).toBe(true);
        expect(isPlaceholder(`[${inside}]`)).toBe(true);
        expect(isPlaceholder(` <${inside}> `)).toBe(true);
      }),
    );
  });

  test('numbers, ids and addresses that somebody wrote down are none', () => {
    const isReserved = (mail: string) => /[@.](example|invalid|test)(\.|$)/i.test(mail);
    const address = fc.emailAddress().filter((mail) => !mail.includes('**') && !isReserved(mail));
    fc.assert(
      fc.property(
        fc.stringMatching(/^\+?\d{3,15}$/),
        fc.stringMatching(/^[a-z][a-z0-9_-]{2,18}[a-z0-9]$/),
        address,
        (phone, id, mail) => {
          expect([phone, id, mail].filter(isPlaceholder)).toEqual([]);
        },
      ),
    );
  });

  test('whatever stands there, the answer comes at once', () => {
    fc.assert(
      fc.property(fc.constantFrom('[', ']', ' ', '*', '_', 'X', '.example', '@'), fc.nat(20_000), (part, count) => {
        const began = process.cpuUsage();
        isPlaceholder(`[${part.repeat(count)}x`);
        // The processor's time: others may have it meanwhile.
        const { user, system } = process.cpuUsage(began);
        expect((user + system) / 1_000).toBeLessThan(200);
      }),
    );
  });
});
