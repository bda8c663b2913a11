import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../src/domain/text.js';
import { words } from '../../src/view/words/words.js';

/** Signs and numbers that are the same in every language. */
const NEUTRAL = /^[\s\d\p{P}\p{S}\p{Emoji}]*$/u;

/** Every text of a table, functions called with placeholders that belong to neither language. */
function texts(node: unknown, path: string): readonly (readonly [path: string, text: string])[] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function')
    return texts((node as (...args: readonly unknown[]) => unknown)(1, 2, 3), `${path}()`);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => texts(value, `${path}.${key}`));
}

function table(language: Language) {
  // A usage is what is typed, not a sentence; problems have a test of their own.
  const {
    problems: _,
    help: { usage: __, ...help },
    ...rest
  } = words(language);
  return texts({ ...rest, help }, language).filter(([, text]) => !NEUTRAL.test(text));
}

test('no Chinese is left in English sentences', () => {
  expect(table('en').filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
});

test('no sentence is left in English in the Chinese table', () => {
  expect(table('zh-CN').filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([]);
});

test('Chinese sentences have no English punctuation after Chinese words', () => {
  expect(table('zh-CN').filter(([, text]) => /\p{Script=Han}[,.;:!?]/u.test(text))).toEqual([]);
});

test('every language has the same words', () => {
  const paths = LANGUAGES.map((language) => texts(words(language).outcome, 'outcome').map(([path]) => path));
  expect(paths[0]).toEqual(paths[1]);
});
