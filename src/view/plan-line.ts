import type { Words } from './words/words.js';

type Sentence = keyof Words['seen']['plan'];

/** What the check of a plan file says most often, piece by piece. */
const PIECES: readonly (readonly [name: Sentence, written: RegExp])[] = [
  ['unknownKey', /unknown key (\S+)/],
  ['write', /write ([\w-]+|"[\w-]+"|\[\S+\])/],
  ['example', /e\.g\. (\S+)/],
  ['inQuotes', /put numbers, true and false in quotes/],
  ['knownHere', /known(?: here)?: (.+)/],
  ['missing', /(\S+) is missing/],
  ['mustBeText', /(?:it )?must be a text/],
  ['mustBeNumber', /(?:it )?must be a(?: whole)? number/],
  ['mustBeBoolean', /(?:it )?must be true or false/],
  ['mustBeList', /(?:it )?must be a list/],
  ['mustBeMap', /(?:it )?must be a map of keys and values/],
  ['mustBeOneOf', /must be one of (.+)/],
  ['noSuch', /there is no [a-z ]+ (\S+)/],
  ['declareFirst', /declare it first/],
  ['noneDeclared', /none is declared/],
  ['usedTwice', /the id (\S+) is used twice here/],
  ['renameOne', /rename one/],
  ['bothLanguages', /write a text, or both languages: (\{.*\})/],
  ['nameForm', /use lower-case letters, digits and dashes, starting with a letter/],
  ['variableForm', /use capital letters, digits and underscores, e\.g\. (\S+)/],
  ['namedVariable', /name a variable of the plan, without \$, e\.g\. (\S+)/],
  ['valueInInventory', /its value stands in backout\.yaml/],
  ['durationForm', /write a number with its unit, e\.g\. 30s, 5m or 24h/],
  ['notZero', /write a duration longer than 0, e\.g\. 30s/],
  ['atMost', /write at most (\S+)/],
  ['keyTwice', /(?:line \d+: )?this key is written twice/],
  ['keepOne', /keep one of the two/],
  ['tooLarge', /The file is larger than (\d+) KiB\. Split it\./],
  ['tooDeep', /this is nested too deeply for a plan/],
  ['flatter', /close what is open, or write it flatter/],
];

/**
 * A line that says what is wrong with a plan file: its place as it is, its words in the reader's language. What is not
 * known whole stays as it was written, so that it can be looked up.
 */
export function planLine(line: string, w: Words): string {
  const [, place = '', said = ''] = /^(\S+:\d+:\d+:? (?:\S+: )?)(.+)$/s.exec(line) ?? [];
  if (said === '') return line;
  const pieces = said.split('; ').map((piece) => pieceWords(piece, w));
  return pieces.every((piece) => piece !== undefined) ? `${place}${pieces.join(w.semicolon)}` : line;
}

function pieceWords(piece: string, { seen }: Words): string | undefined {
  for (const [name, written] of PIECES) {
    const found = new RegExp(`^${written.source}$`).exec(piece);
    if (found) return seen.plan[name](found[1] ?? '');
  }
  return undefined;
}
