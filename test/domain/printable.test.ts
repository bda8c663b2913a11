import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printable, shorten } from '../../src/domain/printable.js';

it.each([
  ['colours', '\u001b[31mERROR\u001b[0m ok', 'ERROR ok'],
  ['a link sequence', '\u001b]8;;http://evil\u0007text\u001b]8;;\u0007', 'text'],
  ['a clipboard sequence', '\u001b]52;c;ZXZpbA==\u001b\\x', 'x'],
  ['overwriting', 'all good\rrm -rf', 'all good\nrm -rf'],
  ['null bytes', 'a\u0000b', 'ab'],
  ['reordered text', 'abc\u202efdp.exe', 'abc\\u202efdp.exe'],
  ['invisible text', 'a\u200bb', 'a\\u200bb'],
  ['Chinese and tabs', '\t回滚完成\n', '\t回滚完成\n'],
])('makes %s harmless', (_what, text, safe) => {
  expect(printable(text)).toBe(safe);
});

it('leaves nothing behind that a terminal would act on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});

it('shortens in the middle and says by how much', () => {
  expect(shorten('abcdef', 6)).toBe('abcdef');
  expect(shorten('开始一二三四结束', 4)).toBe('开始\n… 4 …\n结束');
});
