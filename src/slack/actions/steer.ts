import { answerResult } from './answer-result.js';
import { handle } from './handler.js';

export const abort = handle('abort', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.abort(run, click.by)),
);

export const askAgain = handle('ask-again', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.askAgain(run, click.by)),
);

export const handOver = handle('hand-over', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.handOver(run, click.by)),
);
