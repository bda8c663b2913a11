import type { BackupSource } from '../src/domain/plan.js';
import type { System } from '../src/domain/system.js';
import type { Engine } from '../src/engine/engine.js';
import { backupDetails } from '../src/view/backup-details.js';
import { backupList, type Listed } from '../src/view/backup-list.js';
import type { Page } from '../src/view/backup-rows.js';
import { note } from '../src/view/note.js';
import { problem } from '../src/view/problem.js';
import { inEach } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { findSystem, toAsker } from './system.js';

/** Shows the backups as they are on the host right now and says which one is usable. */
export const listBackups: Command = {
  name: 'list-backups',
  aliases: ['backups', '备份'],
  usage: 'list-backups [system]',
  summary: inEach(({ help }) => help.commands.listBackups),
  async run(call, engine) {
    const found = findSystem(call, engine, call.args[0], 'list-backups');
    if ('reply' in found) return found.reply;
    const answer = () => backupsReply(found.system, call, engine, { audience: 'asker' });
    return { kind: 'later', asking: note('askingForBackups', call.language), answer };
  },
};

/** The list for the asker, or without its buttons for the whole channel. */
export async function backupsReply(
  system: System,
  { language, door }: Pick<Call, 'language' | 'door'>,
  engine: Engine,
  { audience, page }: { readonly audience: 'asker' | 'channel'; readonly page?: Page },
): Promise<Reply> {
  const { name, backups } = system.plan;
  const found = await Promise.all(backups.map((source) => backupsOf(name, source, engine)));
  const [first] = found;
  // Nothing is known: then that is the whole answer.
  const isSilent = first && 'failure' in first && found.every((each) => 'failure' in each);
  if (isSilent) return toAsker(problem(first.failure, language, door));
  const reader = { system, language, shared: audience === 'channel', ...(page ? { page } : {}) };
  return { kind: 'message', audience, message: backupList(found, reader) };
}

/** Everything known about one backup of the list. */
export async function backupDetailsReply(
  system: System,
  chosen: { readonly source: string; readonly backup: string },
  { language, door }: Pick<Call, 'language' | 'door'>,
  engine: Engine,
): Promise<Reply> {
  const source = system.plan.backups.find(({ name }) => name === chosen.source);
  const listed = source && (await backupsOf(system.plan.name, source, engine));
  if (listed && 'failure' in listed) return toAsker(problem(listed.failure, language, door));
  const details = listed && backupDetails(listed.list, chosen.backup, { system, language });
  return toAsker(details ?? problem({ code: 'backup.unknown', at: chosen.backup }, language, door));
}

/** Each source is asked by itself: one host that is silent hides no other one. */
export async function backupsOf(
  system: string,
  source: BackupSource,
  engine: Pick<Engine, 'backups'>,
): Promise<Listed> {
  const listed = await engine.backups(system, source.name);
  if (!listed.ok) return { source, failure: listed.failure };
  const list = listed.value.find((each) => each.source.name === source.name);
  return list ? { source, list } : { source, failure: { code: 'backup.unknown', at: source.name } };
}
