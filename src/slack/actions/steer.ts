import { askedAgain } from '../../view/asked-again.js';
import { note } from '../../view/note.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import { describeTrouble, troubleOf } from '../trouble.js';
import { answerResult } from './answer-result.js';
import type { Click } from './click.js';
import { handle } from './handler.js';

export const abort = handle('abort', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.abort(run, click.by)),
);

/** A host may take its time to answer, so the person is told that it is being asked. */
export const askAgain = handle('ask-again', async (desk, click, { run }) => {
  const step = (await desk.engine.run(run))?.steps.find(({ status }) => status === 'lost');
  if (step) await sayThatItIsAsked(desk, click);
  const result = await desk.engine.askAgain(run, click.by);
  if (!result.ok || !step) return answerResult(desk, click, run, result);
  await tellPrivately(desk, click, askedAgain(result.value, step.id, desk.languageIn(click.channel), desk.clock.now()));
});

/** Whether the person heard it or not, the host is asked. */
async function sayThatItIsAsked(desk: Desk, click: Click): Promise<void> {
  try {
    await tellPrivately(desk, click, note('askingHost', desk.languageIn(click.channel)));
  } catch (error) {
    desk.log.warn({ by: click.by, detail: describeTrouble(troubleOf(error)) }, 'could not say that a host is asked');
  }
}

export const handOver = handle('hand-over', async (desk, click, { run }) =>
  answerResult(desk, click, run, await desk.engine.handOver(run, click.by)),
);
