/** A stream of numbers from 0 up to 1 that is the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Dice = {
  /** A whole number below `limit`. */
  below(limit: number): number;
  one<T>(list: readonly T[]): T;
};

const WORDS = [
  'null',
  '~',
  '[]',
  '{}',
  '""',
  '0',
  '-1',
  '1e999',
  '.inf',
  '.nan',
  'true',
  '2026-02-27',
  '0x1F',
  '!!binary x',
  '!!js x',
  '*x',
  '&x',
  '<<: *x',
  '? x',
  '| ',
  '>-',
  '%YAML 9.9',
  '---',
  '...',
  '__proto__: { a: 1 }',
  'constructor: x',
  'toString: x',
  '"\\ud800"',
  "'",
  '"',
  '$(',
  '${',
  '`',
  '<<E',
  '$((',
  'case x in',
  '[版本号]',
];
const POINTS = [
  0, 1, 7, 9, 0x0d, 0x1b, 0x7f, 0x85, 0xa0, 0xad, 0x200b, 0x202e, 0x2028, 0xfeff, 0xfffd, 0xffff, 0x1f600, 0xd800,
  0xdfff,
];
const bomb = (n: number) =>
  `a0: &a0 [x,x,x,x,x,x,x,x]\n${Array.from({ length: n }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(8)}]`).join('\n')}\n`;

const BIG: readonly ((dice: Dice) => string)[] = [
  (dice) => '['.repeat(10 ** (1 + dice.below(4))),
  (dice) => '{a: '.repeat(10 ** (1 + dice.below(4))),
  (dice) => `${'['.repeat(10 ** (1 + dice.below(3)))}${']'.repeat(10 ** (1 + dice.below(3)))}`,
  (dice) => Array.from({ length: 10 ** (1 + dice.below(3)) }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
  (dice) => '- '.repeat(10 ** (1 + dice.below(4))),
  (dice) => '? '.repeat(10 ** (1 + dice.below(3))),
  (dice) =>
    JSON.stringify(
      dice
        .one(['x', ' ', '\\', '"', '$', '`', '$(', '${', '<<E\n', '[版', 'YOUR_', "'"])
        .repeat(1 + dice.below(20_000)),
    ),
  (dice) => bomb(1 + dice.below(12)),
  (dice) => `&a [*a, ${'*a,'.repeat(dice.below(200))}]`,
  (dice) => `<<: [${'{},'.repeat(dice.below(2000))}]`,
  (dice) => Array.from({ length: dice.below(3000) }, (_, n) => `k${n}: ${n}`).join('\n'),
  (dice) => `run: |\n${'          x=$(x=$(\n'.repeat(dice.below(3000))}`,
  (dice) => `x: "${'$(('.repeat(dice.below(5000))}"`,
];

type Change = (lines: string[], dice: Dice) => void;

const CHANGES: readonly Change[] = [
  (lines, dice) => lines.splice(dice.below(lines.length), 1 + dice.below(20)),
  (lines, dice) => lines.splice(dice.below(lines.length)),
  (lines, dice) => {
    const from = dice.below(lines.length);
    lines.splice(from, 0, ...lines.slice(from, from + 1 + dice.below(40)));
  },
  (lines, dice) => {
    const [a, b] = [dice.below(lines.length), dice.below(lines.length)];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  },
  onLine((line, dice) => `${' '.repeat(dice.below(12))}${line.trimStart()}`),
  onLine((line, dice) => `${dice.one(['\t', ' \t', '\t\t'])}${line.trimStart()}`),
  onLine((line, dice) => insert(line, dice, String.fromCodePoint(dice.one(POINTS)))),
  onLine((line, dice) => insert(line, dice, String.fromCodePoint(32 + dice.below(0xd7ff - 32)))),
  onLine((line, dice) => insert(line, dice, dice.one(WORDS))),
  onLine((line, dice) => line.replace(/: .*/, () => `: ${dice.one(WORDS)}`)),
  onLine((line, dice) => line.replace(/[A-Za-z0-9]+/g, (word) => (dice.below(4) ? word : word.slice(1)))),
  onLine((line, dice) => line.replace(/: ?.*/, () => `: ${dice.one(BIG)(dice)}`)),
  (lines, dice) => lines.splice(dice.below(lines.length), 0, dice.one(BIG)(dice)),
  (lines, dice) => lines.splice(dice.below(lines.length), 0, dice.one(WORDS)),
];

function onLine(change: (line: string, dice: Dice) => string): Change {
  return (lines, dice) => {
    const at = dice.below(lines.length);
    lines[at] = change(lines[at] ?? '', dice);
  };
}

function insert(line: string, dice: Dice, what: string): string {
  const at = dice.below(line.length + 1);
  return line.slice(0, at) + what + line.slice(at);
}

/** A plan file as no person would write it: one of `texts` with up to five things done to it. The same for the same seed. */
export function mutated(texts: readonly string[], seed: number): string {
  const random = randomOf(seed);
  const below = (limit: number) => Math.floor(random() * Math.max(limit, 1));
  const one = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const dice = { below, one };
  const lines = one(texts).split('\n');
  for (let left = 1 + below(5); left > 0; left -= 1) one(CHANGES)(lines, dice);
  return lines.join('\n');
}
