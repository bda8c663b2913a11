import { answerResult } from './answer-result.js';
import { handle } from './handler.js';

/** The digest in the button says what the decider saw; the engine compares it with the request. */
export const approve = handle('approve', async (desk, click, { run, digest }) => {
  const result = await desk.engine.decide({ runId: run, verdict: 'approved', by: click.by, digest });
  await answerResult(desk, click, run, result);
});

export const reject = handle('reject', async (desk, click, { run, digest }) => {
  const result = await desk.engine.decide({ runId: run, verdict: 'rejected', by: click.by, digest });
  await answerResult(desk, click, run, result);
});
