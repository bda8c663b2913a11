import { Lexer, Parser } from 'yaml';
import { type Bilingual, both } from '../domain/text.js';

/** Bytes; a plan or an inventory is written by hand and never comes near this. */
const MAX_BYTES = 256 * 1024;
/** Each is looked up in the whole file, and a few that name each other make a file grow without end. */
export const MAX_ALIASES = 50;
/** Of what the parser has open at a time, about two for each level that a person writes. */
const MAX_DEPTH = 100;
/** What the lexer adds of its own, such as the beginning of a document, is not in the text. */
const SCALAR = '\u001f';
const ADDED: readonly string[] = ['\u0002', '\u0018', SCALAR];

type Beyond = { readonly offset: number; readonly message: Bilingual };

/** Where a YAML text goes beyond what anybody writes by hand, before it costs the time and the stack to understand it. */
export function beyondLimits(text: string): Beyond | undefined {
  return Buffer.byteLength(text) > MAX_BYTES ? { offset: 0, message: TOO_LARGE } : beyondParser(text);
}

function beyondParser(text: string): Beyond | undefined {
  const parser = new Parser();
  let [offset, aliases, last] = [0, 0, ''];
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (lexeme.startsWith('*') && last !== SCALAR) aliases += 1;
    if (aliases > MAX_ALIASES) return { offset, message: TOO_MANY };
    if (parser.stack.length > MAX_DEPTH) return { offset, message: TOO_DEEP };
    if (!ADDED.includes(lexeme)) offset += lexeme.length;
    last = lexeme;
  }
  return undefined;
}

const TOO_LARGE = both(
  `The file is larger than ${MAX_BYTES / 1024} KiB. Split it.`,
  `文件超过 ${MAX_BYTES / 1024} KiB，请拆分`,
);
const TOO_MANY = both(
  `more than ${MAX_ALIASES} aliases; write the values out`,
  `引用（*）超过 ${MAX_ALIASES} 处；请直接写出各个值`,
);
const TOO_DEEP = both(
  'this is nested too deeply for a plan; close what is open, or write it flatter',
  '嵌套太深；请补上没有闭合的部分，或减少层级',
);
