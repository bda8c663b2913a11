import { distance } from 'fastest-levenshtein';

/** The known word nearest to a mistyped one, if any is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }));
  const best = ranked.sort((a, b) => a.far - b.far)[0];
  // With no letter in common, as in `c` and `a`, it was not meant.
  const isNear =
    best && best.far <= Math.max(2, Math.floor(word.length / 3)) && best.far < longest(word, best.candidate);
  return isNear ? best.candidate : undefined;
}

function longest(...words: readonly string[]): number {
  return Math.max(...words.map(({ length }) => length));
}
