/** Per scheme, what is put back to the document's own words, or left out where the document leaves it out. */
const WORDS: readonly (readonly [from: string | RegExp, to: string])[] = [
  // The document starts the old image again: nothing is built (schemes 1, 4, 5, stop).
  [/^( +)docker-compose build\n/gm, '$1true\n'],
  [/docker-compose up -d --build/g, 'docker-compose up -d'],
  // `restart` keeps the old environment (schemes 2, 3).
  [/run: docker-compose up -d backend/g, 'run: docker-compose restart backend'],
  // Nothing is repaired (scheme 6).
  ['run: npm run fix:data-consistency', "run: 'true'"],
  // Placeholders instead of values (scheme 7).
  ['cat -- "$BACKUP" >.env.local.new', 'cat -- .env.example >.env.local.new'],
  // The monitoring keeps what it has read (scheme 8).
  ['run: docker-compose restart monitoring', "run: 'true'"],
  // The traffic stays where it is (scheme zero).
  [/^ +kubectl .* patch service partytix-frontend -p '.*'$/m, '          true'],
];

/** The plan without the steps that heal; it asks less patiently, for none of its checks will pass. */
export function asWritten(plan: string): string {
  const changed = WORDS.reduce((text, [from, to]) => {
    const next = text.replace(from, to);
    if (next === text) throw new Error(`The plan has no ${from}`);
    return next;
  }, plan);
  return changed.replaceAll(/times: (30|60|15|10), every/g, 'times: 3, every');
}
