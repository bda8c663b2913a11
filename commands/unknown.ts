import { distance } from 'fastest-levenshtein';
import type { Engine } from '../src/engine/engine.js';
import { chooseOne } from '../src/view/choose-one.js';
import { typedAt } from '../src/view/door.js';
import { listing } from '../src/view/listing.js';
import { words } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { schemeWords } from './find-scheme.js';
import { toAsker } from './system.js';
import { normalise } from './text.js';

/** Says that there is no such command, and which one was probably meant, with a button for it. */
export function unknownCommand(call: Call, commands: readonly Command[], engine: Engine): Reply {
  const { commands: w, space } = words(call.language);
  const candidates = commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const meant = nearest(normalise(call.word), [...candidates, ...schemeWords(call.channel, engine)]);
  const typed = typedAt(call.door);
  const said = w.unknown(call.word);
  if (meant === undefined)
    return toAsker(listing(`${said}${space}${w.seeHelp(typed('help'))}`, [], undefined, call.language));
  const command = [meant, ...call.args].join(' ');
  const answers = [{ title: w.didYouMean(typed(command)), label: meant, command }];
  return toAsker(chooseOne(said, answers));
}

function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, far: distance(word, candidate) }));
  const best = ranked.toSorted((a, b) => a.far - b.far)[0];
  // More than a third of the letters wrong is a guess, not a slip.
  return best && best.far <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}
