import { backupDetailsReply, backupsReply } from '../../../commands/list-backups.js';
import { systemsIn } from '../../../commands/system.js';
import type { System } from '../../domain/system.js';
import { note } from '../../view/note.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';
import { handle } from './handler.js';

/** The list as it is on the host now. */
export const refreshBackups = handle('refresh-backups', async (desk, click, value) =>
  withSystem(desk, click, value.system, (system) => backupsReply(system, desk, desk.engine, 'asker')),
);

/** The list for everybody; read anew, because the message that was clicked may be old. */
export const shareBackups = handle('share-backups', async (desk, click, value) =>
  withSystem(desk, click, value.system, (system) => backupsReply(system, desk, desk.engine, 'channel')),
);

export const backupDetail = handle('backup-details', async (desk, click, { system: name, ...chosen }) =>
  withSystem(desk, click, name, (system) => backupDetailsReply(system, chosen, desk, desk.engine)),
);

async function withSystem(
  desk: Desk,
  click: Click,
  name: string,
  answer: (system: System) => ReturnType<typeof backupsReply>,
): Promise<void> {
  // A button's value may be forged: a system is only shown in its own channels.
  const system = systemsIn(click.channel, desk.engine).find(({ plan }) => plan.name === name);
  if (!system) return tellPrivately(desk, click, note('unknownButton', desk.language));
  await deliverReply(desk, click, await answer(system));
}
