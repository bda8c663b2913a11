import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../src/domain/printable.js';
import { mdCode, mdFence, mdLine, mdText } from '../../src/view/markdown.js';

/** Text of a list item as CommonMark reads it: only punctuation is escaped by a backslash, anything else keeps it. */
function readBack(markdown: string): string {
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** What would be more than text: escapes taken out, no sign of a list, a heading, code, emphasis, a link or an entity is left. */
function signs(markdown: string): string | undefined {
  const bare = markdown.replaceAll(/\\[!-/:-@[-`{-~]/g, '\u0000');
  const atStart = /^(?:[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$)|#{1,6}\s|>|-+\s*$|=+\s*$| {4}|\t)/;
  const within = /[`*<>[\]|~\\]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&#?[A-Za-z0-9]+;|\n/;
  return (atStart.exec(bare) ?? within.exec(bare))?.[0];
}

/** Lines are joined by ` / `; what that leaves at the ends does not matter. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' / ').replaceAll(/^[\s/]+|[\s/]+$/g, '');
}

const nobody = () => '';

test('what others wrote stays text', () => {
  expect(mdText('- [x] 完成')).toBe('\\- \\[x\\] 完成');
  expect(mdCode('a `b` ``c``')).toBe('``` a `b` ``c`` ```');
  expect(mdFence('```\nrm -rf /\n```')).toBe('````\n```\nrm -rf /\n```\n````');
});

test.each([
  ['1.5.0', '1.5.0'],
  ['1. first', '1\\. first'],
  ['2026) x', '2026\\) x'],
  ['-1 °C', '-1 °C'],
  ['--force', '--force'],
  ['---', '\\---'],
  ['a_b &amp; c & d', 'a_b \\&amp; c & d'],
  ['C:\\x', 'C:\\\\x'],
])('%s is written as %s', (text, markdown) => {
  expect(mdText(text)).toBe(markdown);
  expect(mdLine([text], nobody)).toBe(markdown);
});

test('whatever it is, people read what was written, and nothing but text', () => {
  const piece = fc.constantFrom(...'1 2. 3) - + = * # > _ ` \\ & &lt; &#35; [x] | ~ < a b 长 \n ! :'.split(' '), ' ');
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (written) => {
      for (const markdown of [mdText(written), mdLine([written], nobody)]) {
        expect([inOneLine(readBack(markdown)), signs(markdown)]).toEqual([inOneLine(printable(written)), undefined]);
      }
    }),
    { numRuns: 2_000 },
  );
});
