import { button } from '../../view/blocks.js';
import { dialogOpener } from '../../view/dialog-opener.js';
import { rejectionModal } from '../../view/rejection.js';
import { deliverReply } from '../deliver-reply.js';
import { answerResult } from './answer-result.js';
import { handle } from './handler.js';

/** The digest in the button says what the decider saw; the engine compares it with the request. */
export const approve = handle('approve', async (desk, click, { run, digest }) => {
  const result = await desk.engine.decide({ runId: run, verdict: 'approved', by: click.by, digest });
  await answerResult(desk, click, run, result);
});

/** Asks for a reason first; whoever comes too late is refused at once. */
export const reject = handle('reject', async (desk, click, { run, digest }) => {
  const { by, channel } = click;
  const state = await desk.engine.run(run);
  if (state?.phase !== 'awaiting-approval' || state.request.digest !== digest) {
    return answerResult(desk, click, run, await desk.engine.decide({ runId: run, verdict: 'rejected', by, digest }));
  }
  const seen = { language: desk.languageIn(channel), now: desk.clock.now() };
  const modal = rejectionModal(state, { run, digest, channel }, seen);
  await deliverReply(desk, click, {
    kind: 'modal',
    modal,
    opener: dialogOpener(state, ({ w }) => [button('reject', { run, digest }, w.card.reject)], seen),
  });
});
