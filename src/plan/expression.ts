import { type Bilingual, both } from '../domain/text.js';

/** What keeps an extended regular expression from being understood by grep on the host, after the last step. */
export function expressionFault(expression: string): Bilingual | undefined {
  if (/(?<!\\)\(\?/.test(expression))
    return both(
      'grep knows no (?…); leave it out: capital and small letters count as the same',
      'grep 不认识 (?…)；请删去：本来就不分大小写',
    );
  if (/(?<!\\)(\\\\)*\\d/i.test(expression))
    return both('grep -E knows no \\d; write [0-9]', 'grep -E 不认识 \\d；请写 [0-9]');
  try {
    new RegExp(expression);
    return undefined;
  } catch {
    return both(
      'this is no extended regular expression; close every ( and [, and write \\( for the sign itself',
      '这不是有效的扩展正则表达式；( 和 [ 都要闭合，括号本身请写 \\(',
    );
  }
}
