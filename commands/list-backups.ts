import type { System } from '../src/domain/system.js';
import type { Engine } from '../src/engine/engine.js';
import { backupDetails, backupList } from '../src/view/backup-list.js';
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
    return 'reply' in found ? found.reply : backupsReply(found.system, call, engine, 'asker');
  },
};

/** The list for the asker, or without its buttons for the whole channel. */
export async function backupsReply(
  system: System,
  { language }: Pick<Call, 'language'>,
  engine: Engine,
  audience: 'asker' | 'channel',
): Promise<Reply> {
  const lists = await engine.backups(system.plan.name);
  if (!lists.ok) return toAsker(problem(lists.failure, language));
  const message = backupList(lists.value, { system, language, shared: audience === 'channel' });
  return { kind: 'message', audience, message };
}

/** Everything known about one backup of the list. */
export async function backupDetailsReply(
  system: System,
  chosen: { readonly source: string; readonly backup: string },
  { language }: Pick<Call, 'language'>,
  engine: Engine,
): Promise<Reply> {
  const lists = await engine.backups(system.plan.name);
  if (!lists.ok) return toAsker(problem(lists.failure, language));
  const list = lists.value.find(({ source }) => source.name === chosen.source);
  const details = list && backupDetails(list, chosen.backup, { system, language });
  return toAsker(details ?? problem({ code: 'backup.unknown', at: chosen.backup }, language));
}
