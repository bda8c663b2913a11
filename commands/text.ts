/** A word as it is compared: full-width letters, capitals and typographic dashes make no difference. */
export function normalise(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2010-\u2015\u2212]+/g, '-');
}

/** The words of what was typed after `/rollback`. */
export function split(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/** `--dry-run`, also as phones and Chinese keyboards write it. */
export function isDryRun(word: string): boolean {
  return /^-{0,2}(?:dry-?run|演练)$/.test(normalise(word));
}
