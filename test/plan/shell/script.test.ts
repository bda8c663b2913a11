import { spawnSync } from 'node:child_process';
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
    ['x=$(case $y in a) b ;; esac) c; d', ['case $y in', 'b', 'c', 'd']],
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

  it.each([
    ['test -d "$A', '"', '"'],
    ['echo "a"\necho "b\necho "c"', '"', '"'],
    ["echo 'it", "'", "'it"],
    ["echo it's", "'", "'s"],
    ['x=$(date', '$(', '$(date'],
    ['x=$(echo "a)\ny', '"', '"a)'],
    ['x=$(echo a\ny=$(b)', '$(', '$(echo'],
    ['echo `date', '`', '`date'],
    ['echo ${A:-b', '${', '${A'],
    ['echo $((1 + 2', '$(', '$((1'],
    ['cat <<E\na', '<<E', '<<E'],
    ['cat <<E', '<<E', '<<E'],
    ["cat <<-'E F' >x\n E F", "<<-'E F'", '<<-'],
    ['cat <<E\n$(date\nE', '$(', '$(date'],
  ])('tells what has no end: %s', (text, opener, at) => {
    expect(parseShell(text).unclosed).toMatchObject({ opener, offset: text.lastIndexOf(at) });
    // A here-document that runs to the end of its script is none for every shell.
    if (!opener.startsWith('<<')) expect(spawnSync('sh', ['-n', '-c', text]).status).not.toBe(0);
  });

  it.each([
    `echo "it's" 'a "b' \\" \\' # it's "`,
    'echo "$(echo "$(date "+%s")")" `echo "a"`',
    'x=$((1 + (2 * 3))); y=$( (date) | cat)',
    `echo "\${A:-it's}" \${A:-'}'} "\${A%'}'}" "\${A:-"b c"}"`,
    `cat <<E\nit's "\${A:-it's}"\nE`,
    `cat <<'E F'\n$( " '\nE F\n`,
    `cat <<-E && x\n\tit's\n\tE`,
    `cat <<A; cat <<"B"\n"\nA\n'\nB`,
    'x=$(case a in a) echo ")" ;; esac)',
    `x=$(cat <<E\nit's )\nE\n)`,
    'awk \'{ print "$1" }\' x \\\n  y',
  ])('finds an end where the shell does: %s', (text) => {
    expect(parseShell(text).unclosed).toBeUndefined();
    expect(spawnSync('sh', ['-n', '-c', text], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['rm $A "$B" ${C}/* x$D', ['$A', '${C}', '$D']],
    ['rm "$A"$B\'$C\' \\$D', ['$B']],
    ['rm $(a "$B") `c` "$(d $E)"', ['$(a "$B")', '`c`']],
    ['rm ${A:-$B} "${C:-$D}" ${E:+-v} ${F:+$G} ${#H}', ['${A:-$B}', '$G']],
    ['rm x$((A + 1)) $1 "$2" $@ $? $$', ['$1', '$@']],
  ])('tells what stands outside of quotes: %s', (text, expected) => {
    const words = parseShell(text).commands.find((command) => command.words[0]?.text === 'rm')?.words ?? [];
    expect(words.flatMap(({ bare }) => bare.map((each) => each.text))).toEqual(expected);
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
