import { resolve } from 'node:path';
import { problemLine } from '../config/config-problem.js';
import { readInventory } from '../config/read-inventory.js';
import { type NotRestored, type Restored, restore as restoreJournal } from '../control/restore.js';
import type { Language } from '../domain/text.js';
import { words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { COULD_NOT_LOOK, failureLine } from './at-journal.js';
import { tellFindings } from './audit.js';
import { runLines } from './status.js';
import type { CliRun } from './usage.js';
import { whoHere } from './who-here.js';

/** `npx backout restore <file>`: exit 0 when it is in place, 1 when it was refused, 2 when it could not be done. */
export const run: CliRun = async (args, print, language) => {
  const parsed = parseArguments(args, {}, language);
  if (typeof parsed === 'string' || parsed.names.length !== 1) {
    print(`backout restore: ${typeof parsed === 'string' ? parsed : words(language).terminal.misused.restore}`);
    return COULD_NOT_LOOK;
  }
  const inventory = await readInventory(parsed.file);
  if (!inventory.ok) {
    for (const problem of inventory.problems) print(problemLine(problem, language));
    return COULD_NOT_LOOK;
  }
  const { journalFile } = inventory.value;
  const from = resolve(parsed.names[0] ?? '');
  const done = await restoreJournal({ from, journalFile, by: whoHere(), now: Date.now(), language });
  if (done.ok) return tell(done.value, { journalFile, from, language, print });
  print(failureLine(done.failure, language));
  return COULD_NOT_LOOK;
};

type Telling = {
  readonly journalFile: string;
  readonly from: string;
  readonly language: Language;
  readonly print: (line: string) => void;
};

function tell(done: Restored | NotRestored, { journalFile, from, language, print }: Telling): 0 | 1 {
  const { operator: w, colon } = words(language);
  if ('kind' in done) {
    print(`✗ ${done.kind === 'running' ? w.restore.running : w.restore.damaged(from)}`);
    if (done.kind === 'damaged') tellFindings({ w, colon, print }, done.audit.findings);
    return 1;
  }
  const { audit, aside, open } = done;
  print(`✓ ${w.audit.whole(audit.runs, audit.events, audit.notes)}`);
  print(`✓ ${w.restore.done(from, journalFile)}`);
  if (aside !== undefined) print(`  ${w.restore.aside(aside)}`);
  print(open.length === 0 ? w.restore.nothingOpen : w.restore.open(open.length));
  for (const each of open) for (const line of runLines(each, w)) print(line);
  return 0;
}
