import { Lexer, Parser } from 'yaml';

/** Bytes; a plan or an inventory is written by hand and never comes near this. */
const MAX_BYTES = 256 * 1024;
/** Each is looked up in the whole file, and a few that name each other make a file grow without end. */
export const MAX_ALIASES = 50;
/** Of what the parser has open at a time, about two for each level that a person writes. */
const MAX_DEPTH = 100;
/** What the lexer adds of its own, such as the beginning of a document, is not in the text. */
const SCALAR = '\u001f';
const ADDED: readonly string[] = ['\u0002', '\u0018', SCALAR];

type Beyond = { readonly offset: number; readonly message: string };

/** Where a YAML text goes beyond what anybody writes by hand, before it costs the time and the stack to understand it. */
export function beyondLimits(text: string): Beyond | undefined {
  const message = `The file is larger than ${MAX_BYTES / 1024} KiB. Split it.`;
  return Buffer.byteLength(text) > MAX_BYTES ? { offset: 0, message } : beyondParser(text);
}

function beyondParser(text: string): Beyond | undefined {
  const parser = new Parser();
  let [offset, aliases, last] = [0, 0, ''];
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (lexeme.startsWith('*') && last !== SCALAR) aliases += 1;
    if (aliases > MAX_ALIASES) return { offset, message: `more than ${MAX_ALIASES} aliases; write the values out` };
    const message = 'this is nested too deeply for a plan; close what is open, or write it flatter';
    if (parser.stack.length > MAX_DEPTH) return { offset, message };
    if (!ADDED.includes(lexeme)) offset += lexeme.length;
    last = lexeme;
  }
  return undefined;
}
