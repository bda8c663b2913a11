import { currentStep } from '../../run/steps.js';
import { askedAgain } from '../../view/asked-again.js';
import { tellPrivately } from '../tell.js';
import { answerResult } from './answer-result.js';
import { sayThatItIsAsked } from './asking.js';
import { standing } from './choose.js';
import { handle } from './handler.js';

export const abort = handle('abort', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.abort(run, click.by)),
);

/** A host may take its time to answer, so the person is told that it is being asked. */
export const askAgain = handle('ask-again', async (desk, click, stand) => {
  const state = await standing(desk, click, stand, 'ask-again');
  if (!state) return;
  const step = currentStep(state);
  await sayThatItIsAsked(desk, click);
  const result = await desk.engine.askAgain(state.id, click.by, Number(stand.since));
  if (!result.ok || !step) return answerResult(desk, click, state.id, result);
  await tellPrivately(desk, click, askedAgain(result.value, step.id, desk.languageIn(click.channel), desk.clock.now()));
});

export const handOver = handle('hand-over', async (desk, click, stand) => {
  const state = await standing(desk, click, stand, 'hand-over');
  if (!state) return;
  const result = await desk.engine.handOver(state.id, click.by, Number(stand.since));
  await answerResult(desk, click, state.id, result);
});
