import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, createAnswerReader } from '../../src/ssh/answer.js';
import { createBoundedOutput } from '../../src/ssh/bounded-output.js';

const NONCE = '0123456789abcdef0123456789abcdef';

test('finds the answer and every byte before it, however the stream is cut', () => {
  const noise = fc.constantFrom('', 'Welcome to web-1\n', '0123456789 ', NONCE.slice(0, 20));
  const byte = fc.constantFrom(...Array.from(`${NONCE} \n行x`, (each) => Buffer.from(each)));
  const output = fc.array(byte, { maxLength: 80 }).map((bytes) => Buffer.concat(bytes));
  fc.assert(
    fc.property(noise, output, fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }), (before, body, sizes) => {
      fc.pre(!body.includes(`${NONCE} `));
      const stream = Buffer.concat([
        ...[Buffer.from(`${before}${NONCE} begin\n`), body],
        Buffer.from(`${NONCE} ended exited 7 10 0\nwhatever a daemon prints`),
      ]);
      const heard: Buffer[] = [];
      const answers: Answer[] = [];
      const reader = createAnswerReader(NONCE, {
        onOutput: (bytes) => heard.push(Buffer.from(bytes)),
        onAnswer: (answer) => answers.push(answer),
      });
      for (let at = 0, n = 0; at < stream.length; n += 1) {
        const size = (sizes[n % sizes.length] ?? 0) + 1;
        reader.push(stream.subarray(at, at + size));
        at += size;
      }
      expect(answers).toEqual([{ word: 'ended', rest: 'exited 7 10 0' }]);
      expect(Buffer.concat(heard).equals(body)).toBe(true);
    }),
  );
});

test('holds back only what may be the beginning of the answer', () => {
  const heard: string[] = [];
  const reader = createAnswerReader(NONCE, { onOutput: (bytes) => heard.push(bytes.toString()), onAnswer: () => {} });
  reader.push(Buffer.from(`${NONCE} begin\nhalf a li`));
  reader.push(Buffer.from('ne 0123'));
  expect(heard.join('')).toBe('half a line ');
});

test('output is kept whole within bounds, and by its ends beyond them, without broken characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.array(fc.nat(20), { minLength: 1 }),
      (text, sizes) => {
        const bytes = Buffer.from(text);
        const output = createBoundedOutput({ each: 64, margin: 8 });
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = (sizes[n % sizes.length] ?? 0) + 1;
          output.add(bytes.subarray(at, at + size));
          at += size;
        }
        const kept = output.toOutput();
        expect(kept.bytes).toBe(bytes.length);
        expect(kept.cut).toBe(bytes.length > 128);
        if (!kept.cut) {
          expect(kept.text).toBe(bytes.toString());
          return;
        }
        const [head = '', tail = ''] = kept.text.split(/\n?\[…\]\n/);
        expect([text.toWellFormed().startsWith(head), text.toWellFormed().endsWith(tail)]).toEqual([true, true]);
        expect(head.length + tail.length).toBeGreaterThan(10);
      },
    ),
  );
});
