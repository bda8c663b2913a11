import type { Reply } from '../../../commands/command.js';
import { backupDetailsReply, backupsReply } from '../../../commands/list-backups.js';
import { schemesReply } from '../../../commands/schemes.js';
import type { System } from '../../domain/system.js';
import type { Language } from '../../domain/text.js';
import type { Door } from '../../view/door.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import type { Click } from './click.js';
import { handle, handleChoice } from './handler.js';
import { systemHere } from './system-here.js';

/** The list as it is on the host now. */
export const refreshBackups = handle('refresh-backups', (desk, click, { system }) =>
  withSystem(desk, click, system, (found, heard) =>
    inPlace(click, backupsReply(found, heard, desk.engine, { audience: 'asker' })),
  ),
);

/** The list for everybody; read anew, because the message that was clicked may be old. */
export const shareBackups = handle('share-backups', (desk, click, { system }) =>
  withSystem(desk, click, system, (found, heard) => backupsReply(found, heard, desk.engine, { audience: 'channel' })),
);

export const newerBackups = handle('newer-backups', turnPage);
export const olderBackups = handle('older-backups', turnPage);

export const backupDetail = handle('backup-details', (desk, click, { system, ...chosen }) =>
  withSystem(desk, click, system, (found, heard) => backupDetailsReply(found, chosen, heard, desk.engine)),
);

/** A backup chosen from the menu below the list. */
export const pickBackup = handleChoice('pick-backup', (desk, click, { system, source }, backup) =>
  withSystem(desk, click, system, (found, heard) => backupDetailsReply(found, { source, backup }, heard, desk.engine)),
);

/** Which scheme goes back to it is asked next. */
export const useBackup = handle('use-backup', (desk, click, { system, source, backup }) =>
  withSystem(desk, click, system, async (found, heard) => schemesReply(found, heard, desk.engine, { source, backup })),
);

function turnPage(
  desk: Desk,
  click: Click,
  { system, source, page }: { readonly system: string; readonly source: string; readonly page: string },
): Promise<void> {
  const number = Number.parseInt(page, 10) || 0;
  return withSystem(desk, click, system, (found, heard) =>
    inPlace(click, backupsReply(found, heard, desk.engine, { audience: 'asker', page: { source, number } })),
  );
}

/** What only this person sees is replaced; what everybody sees stays. */
async function inPlace({ isPrivate }: Click, answer: Promise<Reply>): Promise<Reply> {
  const reply = await answer;
  return reply.kind === 'message' && isPrivate ? { ...reply, replaces: true } : reply;
}

async function withSystem(
  desk: Desk,
  click: Click,
  name: string,
  answer: (system: System, heard: { readonly language: Language; readonly door: Door }) => Promise<Reply>,
): Promise<void> {
  const system = await systemHere(desk, click, name);
  if (system)
    await deliverReply(
      desk,
      click,
      await answer(system, { language: desk.languageIn(click.channel), door: click.door }),
    );
}
