import type { Result } from '../../domain/result.js';
import type { RunState } from '../../run/state.js';
import { problem } from '../../view/problem.js';
import { statusMessage } from '../../view/status.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';

/** Says nothing when it worked, because the card shows it; else why not, to this person only. */
export async function answerResult(desk: Desk, click: Click, runId: string, result: Result<RunState>): Promise<void> {
  if (result.ok) return;
  desk.log.info({ run: runId, by: click.by, code: result.failure.code }, 'a click was refused');
  const refusal = problem(result.failure, desk.languageIn(click.channel), click.door);
  const state = result.failure.code === 'run.closed' ? await desk.engine.run(runId) : undefined;
  if (state?.phase !== 'closed') return tellPrivately(desk, click, refusal);
  // An old button of a run that is over: what became of it is what the person wants to know.
  const language = desk.languageIn(click.channel);
  const became = statusMessage({ active: [], recent: [state], language, now: desk.clock.now() });
  await tellPrivately(desk, click, { text: refusal.text, blocks: [...refusal.blocks, ...became.blocks.slice(2)] });
}
