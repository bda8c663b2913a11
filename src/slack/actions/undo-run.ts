import { undoReply } from '../../../commands/undo.js';
import { deliverReply } from '../deliver-reply.js';
import { readerOf } from './choose.js';
import { handle } from './handler.js';
import { runHere } from './run-here.js';

/** Opens the dialog that asks for taking back a run that ended, or says why it cannot be. */
export const undoRun = handle('undo-run', async (desk, click, { run }) => {
  const state = await runHere(desk, click, run);
  if (!state) return;
  const { channel, door } = click;
  await deliverReply(desk, click, await undoReply(state, { ...readerOf(desk, click), channel, door }, desk.engine));
});
