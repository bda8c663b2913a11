import { deliverReply } from '../deliver-reply.js';
import { handle } from './handler.js';

/** Buttons that stand for a command. */
export const showStatus = handle('show-status', async (desk, click) => {
  await deliverReply(desk, click, await desk.ask({ text: 'status', by: click.by, channel: click.channel }));
});

export const showRecord = handle('show-record', async (desk, click, { run }) => {
  await deliverReply(desk, click, await desk.ask({ text: `record ${run}`, by: click.by, channel: click.channel }));
});

/** An answer to a question of ours; whoever may not ask it by typing may not here. */
export const runCommand = handle('run-command', async (desk, click, { text }) => {
  await deliverReply(desk, click, await desk.ask({ text, by: click.by, channel: click.channel }));
});
