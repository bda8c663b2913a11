import type { Command } from './command.js';
import { contacts } from './contacts.js';
import { dryRun } from './dry-run.js';
import { helpFor } from './help.js';
import { link } from './link.js';
import { listBackups } from './list-backups.js';
import { record } from './record.js';
import { review } from './review.js';
import { scheme } from './scheme.js';
import { schemes } from './schemes.js';
import { status } from './status.js';
import { normalise } from './text.js';
import { undo } from './undo.js';

const actual: readonly Command[] = [listBackups, schemes, scheme, dryRun, status, undo, record, review, contacts, link];

/** Every subcommand of `/rollback`. A new one is one file and one line above. */
export const commands: readonly Command[] = [...actual, helpFor(actual)];

/** The command a word chooses, by name, alias or pattern. */
export function findCommand(word: string): Command | undefined {
  const wanted = normalise(word);
  const named = commands.find(({ name, aliases = [] }) => [name, ...aliases].includes(wanted));
  return named ?? commands.find(({ matches }) => matches?.(word));
}
