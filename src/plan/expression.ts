/** What keeps an extended regular expression from being understood by grep on the host, after the last step. */
export function expressionFault(expression: string): string | undefined {
  if (/(?<!\\)\(\?/.test(expression))
    return 'grep knows no (?…); leave it out: capital and small letters count as the same';
  if (/(?<!\\)(\\\\)*\\d/i.test(expression)) return 'grep -E knows no \\d; write [0-9]';
  try {
    new RegExp(expression);
    return undefined;
  } catch {
    return 'this is no extended regular expression; close every ( and [, and write \\( for the sign itself';
  }
}
