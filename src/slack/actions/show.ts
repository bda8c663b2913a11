import { deliverReply } from '../deliver-reply.js';
import { handle } from './handler.js';

/** Buttons that stand for a command. */
export const showStatus = handle('show-status', async (desk, click) => {
  await deliverReply(desk, click, await desk.ask({ text: 'status', by: click.by, channel: click.channel }));
});

export const showRecord = handle('show-record', async (desk, click, { run }) => {
  await deliverReply(desk, click, await desk.ask({ text: `record ${run}`, by: click.by, channel: click.channel }));
});
