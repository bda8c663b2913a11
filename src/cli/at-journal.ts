import { problemLine } from '../config/config-problem.js';
import type { Inventory } from '../config/inventory.js';
import { readInventory } from '../config/read-inventory.js';
import { createDesk } from '../control/desk.js';
import type { Desk } from '../control/question.js';
import { type Reached, reach } from '../control/reach.js';
import { type Failure, factsOf } from '../domain/failure.js';
import type { Language } from '../domain/text.js';
import { problemText } from '../view/problem.js';
import { type Words, words } from '../view/words/words.js';

/** Exit code of a command that could not look. */
export const COULD_NOT_LOOK = 2;

/** Where an operator's command stands: beside a journal, with somebody to ask about it. */
export type AtJournal = {
  readonly inventory: Inventory;
  readonly language: Language;
  readonly w: Words['operator'];
  readonly colon: string;
  readonly desk: Desk;
  /** A bot runs here and answers; otherwise this process holds the journal for the moment. */
  readonly isBot: boolean;
  readonly print: (line: string) => void;
};

type Wanted = { readonly file: string; readonly language?: Language };

/** Finds who answers for the inventory's journal and carries `use` out; says why nobody does. */
export async function atJournal(
  wanted: Wanted,
  print: (line: string) => void,
  use: (at: AtJournal) => Promise<number>,
): Promise<number> {
  const reading = await readInventory(wanted.file);
  if (!reading.ok) {
    for (const problem of reading.problems) print(problemLine(problem));
    return COULD_NOT_LOOK;
  }
  const inventory = reading.value;
  const { journalFile } = inventory;
  const language = wanted.language ?? inventory.language;
  const at = { inventory, language, w: words(language).operator, colon: words(language).colon, print };
  const reached = await reach(journalFile);
  if (reached.kind === 'bot') return use({ ...at, desk: reached.desk, isBot: true });
  if (reached.kind !== 'idle') {
    print(whyNobody(reached, journalFile, language));
    return COULD_NOT_LOOK;
  }
  const { store } = reached;
  try {
    const desk = createDesk({ store, journalFile, clock: { now: () => Date.now() } });
    return await use({ ...at, desk, isBot: false });
  } finally {
    await store.journal.close();
  }
}

/** A failure as one line for a terminal. */
export function failureLine(failure: Failure, language: Language): string {
  return `✗ ${problemText(failure, language)} (${factsOf(failure)})`;
}

function whyNobody(reached: Exclude<Reached, { kind: 'bot' | 'idle' }>, file: string, language: Language): string {
  const w = words(language).operator;
  if (reached.kind === 'missing') return `✗ ${w.missing(file)}`;
  return reached.kind === 'silent' ? `✗ ${w.silent(reached.why)}` : failureLine(reached.failure, language);
}
