import type { Target } from '../domain/target.js';

/** What a shell needs to be where a local target's steps run: its PATH, its HOME, and to stand there. */
export function enterPlace({ home, path = [] }: Target): readonly string[] {
  return [
    ...(path.length > 0 ? [`export PATH=${quoted(path.join(':'))}":$PATH"`] : []),
    ...(home === undefined ? [] : [`export HOME=${quoted(home)}`, 'cd']),
  ];
}

/** One word of a shell, whatever stands in it. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
