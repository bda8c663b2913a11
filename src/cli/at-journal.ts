import { problemLine } from '../config/config-problem.js';
import { connectionsOf, targetsOf } from '../config/connections.js';
import type { Inventory } from '../config/inventory.js';
import { readInventory } from '../config/read-inventory.js';
import { createEnvironments } from '../config.js';
import { createDesk } from '../control/desk.js';
import type { Desk } from '../control/question.js';
import { type Reached, reach } from '../control/reach.js';
import type { Failure } from '../domain/failure.js';
import type { Fence } from '../domain/fence.js';
import type { Language } from '../domain/text.js';
import { createRemote } from '../ssh/ssh-remote.js';
import { problemWithFacts } from '../view/problem.js';
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

const CLOCK = { now: () => Date.now() };

/** The inventory's hosts for a command. Without a journal it has no epoch, and may only look. */
export function hostsOf(inventory: Inventory, fence: Fence = { journal: 'none', epoch: 0 }) {
  const [connections, environments] = [connectionsOf(inventory), createEnvironments(inventory)];
  const log = { warn: () => undefined };
  const remote = createRemote({ connections, environments, clock: CLOCK, log, fence });
  return { remote, targetsOf: targetsOf(inventory) };
}

type Wanted = { readonly file: string; readonly language: Language };

/** Finds who answers for the inventory's journal and carries `use` out; says why nobody does. `without`: when there is no journal. */
export async function atJournal(
  { file, language }: Wanted,
  print: (line: string) => void,
  use: (at: AtJournal) => Promise<number>,
  without?: (at: Omit<AtJournal, 'desk' | 'isBot'>) => Promise<number>,
): Promise<number> {
  const reading = await readInventory(file);
  if (!reading.ok) {
    for (const problem of reading.problems) print(problemLine(problem, language));
    return COULD_NOT_LOOK;
  }
  const inventory = reading.value;
  const { journalFile } = inventory;
  const at = { inventory, language, w: words(language).operator, colon: words(language).colon, print };
  const reached = await reach(journalFile);
  if (reached.kind === 'bot') return use({ ...at, desk: reached.desk, isBot: true });
  if (reached.kind === 'missing' && without) return without(at);
  if (reached.kind !== 'idle') {
    print(whyNobody(reached, journalFile, language));
    return COULD_NOT_LOOK;
  }
  const { store } = reached;
  const hosts = hostsOf(inventory, store.fence);
  try {
    const desk = createDesk({ store, journalFile, hosts, clock: CLOCK, isBot: false });
    return await use({ ...at, desk, isBot: false });
  } finally {
    await hosts.remote.close();
    await store.journal.close();
  }
}

/** A failure as one line for a terminal. */
export function failureLine(failure: Failure, language: Language): string {
  if (failure.code === 'run.unknown') return `✗ ${words(language).operator.unknownRun(failure.at)}`;
  return `✗ ${problemWithFacts(failure, language)}`;
}

function whyNobody(reached: Exclude<Reached, { kind: 'bot' | 'idle' }>, file: string, language: Language): string {
  const w = words(language).operator;
  if (reached.kind === 'missing') return `✗ ${w.missing(file)}`;
  return reached.kind === 'silent' ? `✗ ${w.silent(reached.why)}` : failureLine(reached.failure, language);
}
