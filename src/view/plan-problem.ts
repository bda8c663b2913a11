import type { Plan } from '../domain/plan.js';
import { printable } from '../domain/printable.js';
import type { Bilingual, Language } from '../domain/text.js';
import { paragraph } from './blocks.js';
import { cut } from './characters.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

const SHOWN = 5;
const MAX_LINE = 300;

/** The plan file was edited and is not valid; the last valid version goes on. */
export function planInvalid(
  { name, version }: Pick<Plan, 'name' | 'version'>,
  problems: readonly Bilingual[],
  language: Language,
): Message {
  const { planNews: w, space } = words(language);
  const next = w.inForce(version);
  const rows = [...codeLines(problems, language), [w.check]];
  return message(`${w.invalid(name)}${space}${next}`, [paragraph([{ bold: w.invalid(name) }], [next], ...rows)]);
}

/** What was wrong with the plan file is put right. */
export function planValidAgain({ name, version }: Pick<Plan, 'name' | 'version'>, language: Language): Message {
  const said = words(language).planNews.validAgain(name, version);
  return message(said, [paragraph([said])]);
}

/** The same beside something else. */
export function planProblemLines(
  { version }: Pick<Plan, 'version'>,
  problems: readonly Bilingual[],
  language: Language,
): readonly Line[] {
  return [[`⚠️ ${words(language).choice.planInvalid(version)}`], ...codeLines(problems, language)];
}

function codeLines(problems: readonly Bilingual[], language: Language): readonly Line[] {
  const shown = problems.slice(0, SHOWN).map((line): Line => [{ code: cut(printable(line[language]), MAX_LINE) }]);
  const rest = problems.length - SHOWN;
  return rest > 0 ? [...shown, [words(language).planNews.more(rest)]] : shown;
}
