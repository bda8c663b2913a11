import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../src/plan/shell/script.js';

const programs = (text: string) =>
  parseShell(text).commands.map(({ words }) => words.map((word) => word.text).join(' '));
const variables = (text: string) => parseShell(text).expansions.map(({ name }) => name);

describe('a script as the shell would take it', () => {
  it.each([
    ['a; b && c || d | e & f', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['if ! a; then b; else c; fi', ['a', 'b', 'c']],
    ['while a; do { b; }; done; (c; (d))', ['a', 'b', 'c', 'd']],
    ['case $x in a|b) c ;; (*d*) e;; esac; f', ['case $x in', 'c', 'e', 'f']],
    ['x=$(case $y in a) b ;; esac)', ['case $y in', 'b', '']],
    ['case $x in a) case $y in b) c;; esac;; d) e;; esac; f', ['case $x in', 'case $y in', 'c', 'e', 'f']],
    ['echo $((1 + (2 * 3))) two', ['echo $1 + (2 * 3) two']],
    ['echo "a; b" \'c; d\' e\\;f "$(g; h)" i', ['g', 'h', 'echo a; b c; d e;f $() i']],
    ['a >b 2>&1 <c d # e; f\ng', ['a d', 'g']],
    ['a \\\n  b', ['a b']],
    ['cat <<E; a\nb; $(c)\nE\nd', ['cat', 'a', 'c', 'd']],
    ["cat <<'E'\n$(b)\nE\nd", ['cat', 'd']],
    ['cat <<-E\n\tb\n\tE\nd', ['cat', 'd']],
    ['echo `a "b c"` d', ['a b c', 'echo $() d']],
    ['A=1 B="$(c)" d', ['c', 'd']],
    ['f() { a; }; f', ['f', 'a', 'f']],
  ])('%s', (text, expected) => {
    expect(programs(text)).toEqual(expected);
  });

  it.each([
    ['$A "$B" ${C} "${D%/*}" ${#E}', ['A', 'B', 'C', 'D', 'E']],
    ["'$A' \\$B # $C\n\"'$D'\"", ['D']],
    ['"$(echo \'$A\' "$B")" `echo $C` $((D + $E))', ['B', 'C', 'E']],
    ["cat <<X\n'$A'\nX\ncat <<'Y'\n$B\nY", ['A']],
    ['${A:-$B} ${C:="${D}"}', ['A', 'B', 'C', 'D']],
    ['$1 $? $# "$@" $$', []],
  ])('reads its variables: %s', (text, expected) => {
    expect(variables(text)).toEqual(expected);
  });

  it('returns, whatever it is given', () => {
    const piece = fc.constantFrom(
      '$',
      '(',
      ')',
      '{',
      '}',
      '"',
      "'",
      '`',
      '\\',
      '<<E',
      '\n',
      ' ',
      ';;',
      'case a in',
      'A',
      '#',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { offset, name } of parseShell(text).expansions) expect(text.slice(offset)).toContain(name);
      }),
      { numRuns: 2000 },
    );
  });
});
