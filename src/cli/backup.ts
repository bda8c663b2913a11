import { resolve } from 'node:path';
import { backUp } from '../control/backup.js';
import { words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { atJournal, COULD_NOT_LOOK, failureLine } from './at-journal.js';
import { tellFindings } from './audit.js';
import type { CliRun } from './usage.js';

/** `npx backout backup <file>`: exit 0 when the backup is there and verified, 1 when the journal is damaged, 2 when none was made. */
export const run: CliRun = async (args, print, language) => {
  const parsed = parseArguments(args, {}, language);
  if (typeof parsed === 'string' || parsed.names.length !== 1) {
    print(`backout backup: ${typeof parsed === 'string' ? parsed : words(language).terminal.misused.backup}`);
    return COULD_NOT_LOOK;
  }
  const file = resolve(parsed.names[0] ?? '');
  return atJournal({ file: parsed.file, language }, print, async (at) => {
    const made = await backUp(at.desk, file);
    if (!made.ok) {
      print(failureLine(made.failure, at.language));
      return COULD_NOT_LOOK;
    }
    const { runs, events, notes, findings, bytes } = made.value;
    print(`✓ ${at.w.backup.made(file, (bytes / 1024 / 1024).toFixed(1))}`);
    if (findings.length === 0) print(`✓ ${at.w.audit.whole(runs, events, notes)}`);
    return tellFindings(at, findings);
  });
};
