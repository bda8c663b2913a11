import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import type { Click } from './click.js';
import { handle } from './handler.js';

/** Buttons that stand for a command. */
export const showStatus = handle('show-status', (desk, click) => ask(desk, click, 'status'));
export const showSchemes = handle('show-schemes', (desk, click) => ask(desk, click, 'schemes'));
export const showBackups = handle('show-backups', (desk, click) => ask(desk, click, 'list-backups'));
export const showContacts = handle('show-contacts', (desk, click) => ask(desk, click, 'contacts'));
export const showRecord = handle('show-record', (desk, click, { run }) => ask(desk, click, `record ${run}`));

/** An answer to a question of ours. */
export const runCommand = handle('run-command', (desk, click, { text }) => ask(desk, click, text));

/** Whoever may not ask it by typing may not here. */
async function ask(desk: Desk, click: Click, text: string): Promise<void> {
  const { door, by, channel } = click;
  await deliverReply(desk, click, await desk.ask({ text, door, by, channel }));
}
