import { currentStep } from '../../run/steps.js';
import { askedAgain } from '../../view/asked-again.js';
import { tellPrivately } from '../tell.js';
import { answerResult } from './answer-result.js';
import { sayThatItIsAsked } from './asking.js';
import { handle } from './handler.js';

export const abort = handle('abort', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.abort(run, click.by)),
);

/** A host may take its time to answer, so the person is told that it is being asked. */
export const askAgain = handle('ask-again', async (desk, click, { run }) => {
  const state = await desk.engine.run(run);
  const step = state?.phase === 'needs-human' ? currentStep(state) : undefined;
  if (step) await sayThatItIsAsked(desk, click);
  const result = await desk.engine.askAgain(run, click.by);
  if (!result.ok || !step) return answerResult(desk, click, run, result);
  await tellPrivately(desk, click, askedAgain(result.value, step.id, desk.languageIn(click.channel), desk.clock.now()));
});

export const handOver = handle('hand-over', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.handOver(run, click.by)),
);
