import { distance } from 'fastest-levenshtein';
import type { Engine } from '../src/engine/engine.js';
import { listing } from '../src/view/listing.js';
import { words } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { schemeWords } from './find-scheme.js';
import { toAsker } from './system.js';
import { normalise } from './text.js';

/** Says that there is no such command, and which one was probably meant. */
export function unknownCommand(call: Call, commands: readonly Command[], engine: Engine): Reply {
  const { commands: w, space } = words(call.language);
  const candidates = commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const meant = nearest(normalise(call.word), [...candidates, ...schemeWords(call.channel, engine)]);
  const next = meant === undefined ? w.seeHelp : w.didYouMean(`/rollback ${meant}`);
  return toAsker(listing(`${w.unknown(call.word)}${space}${next}`, [], undefined, call.language));
}

function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, far: distance(word, candidate) }));
  const best = ranked.toSorted((a, b) => a.far - b.far)[0];
  // More than a third of the letters wrong is a guess, not a slip.
  return best && best.far <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}
