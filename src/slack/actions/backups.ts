import { systemsIn } from '../../../commands/system.js';
import type { BackupList } from '../../domain/backup.js';
import type { System } from '../../domain/system.js';
import { backupDetails, backupList } from '../../view/backup-list.js';
import { note } from '../../view/note.js';
import { problem } from '../../view/problem.js';
import type { Message } from '../../view/surface.js';
import type { Desk } from '../desk.js';
import { tellEverybody, tellPrivately } from '../tell.js';
import type { Click } from './click.js';
import { handle } from './handler.js';

/** The list as it is on the host now. */
export const refreshBackups = handle('refresh-backups', async (desk, click, value) => {
  await withLists(desk, click, value.system, async (lists, system) =>
    tellPrivately(desk, click, backupList(lists, { system, language: desk.language })),
  );
});

/** The list for everybody; read anew, because the message that was clicked may be old. */
export const shareBackups = handle('share-backups', async (desk, click, value) => {
  await withLists(desk, click, value.system, async (lists, system) =>
    tellEverybody(desk, click, backupList(lists, { system, language: desk.language, shared: true })),
  );
});

export const backupDetail = handle('backup-details', async (desk, click, { system: name, source, backup }) => {
  await withLists(desk, click, name, async (lists, system) => {
    const list = lists.find((each) => each.source.name === source);
    const details = list && backupDetails(list, backup, { system, language: desk.language });
    await tellPrivately(desk, click, details ?? unknownBackup(desk, backup));
  });
});

async function withLists(
  desk: Desk,
  click: Click,
  name: string,
  answer: (lists: readonly BackupList[], system: System) => Promise<void>,
): Promise<void> {
  // A button's value may be forged: a system is only shown in its own channels.
  const system = systemsIn(click.channel, desk.engine).find(({ plan }) => plan.name === name);
  if (!system) return tellPrivately(desk, click, note('unknownButton', desk.language));
  const lists = await desk.engine.backups(name);
  if (!lists.ok) return tellPrivately(desk, click, problem(lists.failure, desk.language));
  await answer(lists.value, system);
}

function unknownBackup(desk: Desk, backup: string): Message {
  return problem({ code: 'backup.unknown', at: backup }, desk.language);
}
