import { systemsIn } from '../../../commands/system.js';
import { note } from '../../view/note.js';
import { completionModal, completionOpener, DOCUMENTS } from '../../view/told-modal.js';
import { deliverReply } from '../deliver-reply.js';
import { tellPrivately } from '../tell.js';
import { handle } from './handler.js';

/** Opens the dialog in which people tell a document what no machine knows. */
export const completeRecord = handle('complete-record', async (desk, click, value) => {
  const { channel } = click;
  const state = await desk.engine.run(value.run);
  // A button's value may be forged: a run is only shown in its system's own channels.
  const isHere = systemsIn(channel, desk.engine).some(({ plan }) => plan.name === state?.request.plan.name);
  const document = DOCUMENTS.find((each) => each === value.document);
  const where = { channel, language: desk.language };
  const modal = state?.phase === 'closed' && isHere && document ? completionModal(state, document, where) : undefined;
  if (!state || !document || !modal) return tellPrivately(desk, click, note('unknownButton', desk.language));
  await deliverReply(desk, click, { kind: 'modal', modal, opener: completionOpener(state, document, desk.language) });
});
