import { chooseRollback } from '../choose-rollback.js';
import { deliverReply } from '../deliver-reply.js';
import { incidentHere } from '../incident-link.js';
import { handle } from './handler.js';

/** The button that opens the shortcut's dialogs when they did not open by themselves. */
export const openChoice = handle('choose-rollback', async (desk, click, { thread, reason }) => {
  const { by, channel } = click;
  const incident = await incidentHere(desk, { channel, thread });
  const asked = { channel, ...(incident ? { incident } : {}), ...(reason === undefined ? {} : { reason }) };
  await deliverReply(desk, click, chooseRollback(desk, by, asked));
});
